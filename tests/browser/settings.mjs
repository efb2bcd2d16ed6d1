// What the walk is told by its environment; `cargo xtask demo --check` sets all of it.

/** Who is who, as in tests/wiki/accounts.tsv. */
export const CAST = {
	amina: 'Amina',
	bruno: 'Bruno',
	chiyo: 'Chiyo',
	devi: 'Devi',
	elin: 'Elin',
	farid: 'Farid',
	outsider: 'Outsider'
};

/** The rule of tests/wiki/fill.php. */
export const password = ( name ) => `helpdesk-demo-${ name.toLowerCase() }`;

function needed( name, what ) {
	const value = process.env[ name ];
	if ( !value ) {
		throw new Error( `${ name } is not set: ${ what }` );
	}
	return value;
}

const address = ( name, what ) => needed( name, what ).replace( /\/$/, '' );

export function read() {
	return {
		wiki: address( 'HELPDESK_TEST_WIKI_URL', 'where browsers find the wiki, such as http://127.0.0.1:8080' ),
		tool: address( 'HELPDESK_TEST_TOOL_URL', 'where browsers find the tool, such as http://localhost:8000' ),
		database: {
			socket: needed( 'HELPDESK_TEST_DB_SOCKET', 'the socket of the MariaDB server' ),
			user: needed( 'HELPDESK_TEST_DB_USER', 'a user of the database' ),
			password: process.env.HELPDESK_TEST_DB_PASSWORD || '',
			name: needed( 'HELPDESK_TEST_DB_NAME', 'the name of the database' )
		},
		wikiMail: `${ needed( 'HELPDESK_TEST_WIKI_DATA', 'the data folder of the wiki' ) }/mail`,
		mail: {
			smtpPort: Number( needed( 'HELPDESK_TEST_SMTP_PORT', 'the port of the SMTP peer' ) ),
			folder: needed( 'HELPDESK_TEST_SMTP_FOLDER', 'where the SMTP peer keeps mail' ),
			address: needed( 'HELPDESK_TEST_MAIL_ADDRESS', 'the address that people write to' )
		}
	};
}
