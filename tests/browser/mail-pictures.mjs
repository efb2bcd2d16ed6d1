// Mail for the pictures, as it really comes, and the pages that show it.
import { mailPauseIsOver, rows } from './database.mjs';
import { mirrored, pictures } from './pictures.mjs';
import { arrives, write } from './postbox.mjs';
import { act, fill } from './tool.mjs';
import { until } from './until.mjs';

const NADIA = { name: 'Nadia', from: 'nadia@archive.example' };
const STRANGER = { name: 'Somebody', from: 'somebody@elsewhere.example' };
const LONG = 'a-very-long-word-that-no-line-can-break-'.repeat( 6 );
const TABLE = 'name,year,holder\r\nMap of the coast,1890,City archive\r\nخريطة المدينة,1902,"Library, Cairo"\r\n';
const SQUARE = 'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC';

/** A file beside the text. */
const file = ( type, name, content ) => ( { type, name, content } );

async function stateOf( database, from ) {
	const [ row ] = await rows( database,
		`SELECT m.reference, r.reference FROM incoming_mail m LEFT JOIN support_request r ON r.id = m.request_id WHERE m.from_mail = '${ from }' ORDER BY m.id DESC LIMIT 1` );
	return row;
}

/** Takes the pictures; `elin` is of the staff, `bruno` a member, both signed in. */
export async function mailPages( { settings, folder, elin, bruno, reader } ) {
	const { database, mail, tool } = settings;
	await write( mail, { ...NADIA, to: mail.address, subject: 'صور من أرشيف المدينة',
		text: `السلام عليكم،\n\nلدينا آلاف الصور ونريد مشاركتها مع الجميع.\n\n${ LONG }\n\nنادية\n\nOn Mon, 5 Jan 2026 at 10:00, Somebody wrote:\n> Have you asked the Helpdesk?\n> They helped us.` } );
	const [ , request ] = await until( 'the mail is a request', () => stateOf( database, NADIA.from ) );
	const received = await arrives( mail, NADIA.from, '/status/' );
	const [ link ] = new RegExp( `${ tool }/status/\\S+` ).exec( received.text );
	await act( { settings }, elin, request, 'acknowledge', { message: 'Thank you, Nadia. We read it this week.' } );
	await act( { settings }, elin, request, 'ask-requester', { question: 'Who took the photographs, and are they still alive?' } );
	const shot = async ( someone, path, name ) => {
		await someone.page.goto( path.startsWith( 'http' ) ? path : tool + path );
		await pictures( someone.page, folder, name );
		await mirrored( someone.page, folder, name );
	};
	await shot( elin, '/outbox', 'mail-outbox' );
	await shot( elin, `/support-requests/${ request }`, 'mail-request' );
	await shot( elin, `/support-requests/${ request }/address`, 'mail-address' );
	await shot( reader, link, 'mail-status' );
	await mailPauseIsOver( database );
	const asked = await arrives( mail, NADIA.from, 'still alive' );
	await write( mail, { ...STRANGER, to: /<?(\S+@\S+?)>?$/.exec( asked.headers[ 'reply-to' ] )[ 1 ], subject: `Re: ${ 'Photographs '.repeat( 12 ) }`,
		text: 'I know her. Here is a list, and a picture.\n\n-- \nSomebody\nArchive of Elsewhere',
		files: [ file( 'text/csv', 'list-of-maps.csv', Buffer.from( TABLE ).toString( 'base64' ) ), file( 'image/png', 'square.png', SQUARE ) ] } );
	const [ letter ] = await until( 'the stranger’s mail waits', () => stateOf( database, STRANGER.from ) );
	await shot( elin, '/tray', 'mail-tray' );
	await shot( elin, `/tray/${ letter }`, 'mail-letter' );
	await elin.page.goto( `${ tool }/support-requests/${ request }` );
	await elin.page.setViewportSize( { width: 1280, height: 900 } );
	await elin.page.locator( `form[action$="/letters"] button[type="submit"]` ).click();
	await elin.page.locator( 'textarea[name="text"]' ).waitFor();
	await fill( elin.page.locator( 'form[action^="/letters/"]' ), { text: 'Dear Nadia,\n\nthank you for the list.\n\nElin' } );
	await elin.page.locator( 'button[name="step"][value="preview"]' ).click();
	await elin.page.locator( '.letter', { hasText: 'thank you for the list' } ).waitFor();
	await pictures( elin.page, folder, 'mail-compose' );
	await mirrored( elin.page, folder, 'mail-compose' );
	await shot( bruno, '/mail', 'mail-preferences' );
}
