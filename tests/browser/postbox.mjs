// Mail as people have it: written to the SMTP peer (RFC 5321) without a browser, and read from what it kept.
import { readFile, readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { until } from './until.mjs';

/** Resolves to a function that sends a line and gives the answer's last line. */
function dialogue( socket ) {
	let heard = '';
	let wake = () => {};
	socket.setEncoding( 'utf8' );
	socket.on( 'data', ( text ) => {
		heard += text;
		wake();
	} );
	return async ( line, expected ) => {
		if ( line !== null ) {
			socket.write( `${ line }\r\n` );
		}
		const answer = await new Promise( ( resolve, reject ) => {
			const look = () => {
				const end = /^(\d{3}) .*\r\n/m.exec( heard );
				if ( end ) {
					heard = heard.slice( end.index + end[ 0 ].length );
					resolve( end[ 0 ].trim() );
				}
			};
			wake = look;
			socket.once( 'error', reject );
			socket.once( 'close', () => reject( new Error( 'the SMTP peer closed the connection' ) ) );
			look();
		} );
		if ( !answer.startsWith( expected ) ) {
			throw new Error( `the SMTP peer says “${ answer }” to “${ line }”` );
		}
	};
}

/** A subject in ASCII (RFC 2047). */
function encoded( subject ) {
	const words = subject.match( /[\s\S]{1,12}/gu );
	return /^[ -~]*$/.test( subject ) ? subject : words.map( ( word ) => `=?utf-8?B?${ Buffer.from( word ).toString( 'base64' ) }?=` ).join( '\r\n ' );
}

let count = 0;

/**
 * Sends a plain-text mail, with files if there are any, and gives its Message-ID.
 *
 * @param {Object} mail The settings' `mail`
 * @param {{from: string, name: string, to: string, subject: string, text: string, answers?: string, files?: Array<{type: string, name: string, content: string}>}} letter `content` as base64
 * @return {Promise<string>}
 */
export async function write( mail, { from, name, to, subject, text, answers, files = [] } ) {
	count += 1;
	const id = `<walk-${ process.pid }-${ count }@${ from.split( '@' )[ 1 ] }>`;
	const plain = [ 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', ...text.split( '\n' ) ];
	const parts = files.map( ( file ) => [
		`Content-Type: ${ file.type }`, `Content-Disposition: attachment; filename="${ file.name }"`,
		'Content-Transfer-Encoding: base64', '', ...file.content.match( /.{1,76}/g )
	] );
	const lines = [
		`From: ${ name } <${ from }>`, `To: ${ to }`, `Subject: ${ encoded( subject ) }`, `Date: ${ new Date().toUTCString() }`,
		`Message-ID: ${ id }`, ...( answers ? [ `In-Reply-To: ${ answers }`, `References: ${ answers }` ] : [] ), 'MIME-Version: 1.0',
		...( parts.length ? [ 'Content-Type: multipart/mixed; boundary=walk', '', ...[ plain, ...parts ].flatMap( ( part ) => [ '--walk', ...part ] ), '--walk--' ] : plain )
	];
	const socket = connect( mail.smtpPort, '127.0.0.1' );
	const say = dialogue( socket );
	try {
		await say( null, '220' );
		await say( 'EHLO walk.example', '250' );
		await say( `MAIL FROM:<${ from }>`, '250' );
		await say( `RCPT TO:<${ to }>`, '250' );
		await say( 'DATA', '354' );
		await say( `${ lines.map( ( line ) => line.replace( /^\./, '..' ) ).join( '\r\n' ) }\r\n.`, '250' );
		await say( 'QUIT', '221' );
	} finally {
		socket.destroy();
	}
	return id;
}

function decoded( body, encoding ) {
	if ( encoding === 'base64' ) {
		return Buffer.from( body, 'base64' ).toString( 'utf8' );
	}
	if ( encoding !== 'quoted-printable' ) {
		return body;
	}
	const bytes = body.replace( /=\r?\n/g, '' ).replace( /=([0-9A-F]{2})/g, ( whole, hex ) => String.fromCharCode( parseInt( hex, 16 ) ) );
	return Buffer.from( bytes, 'latin1' ).toString( 'utf8' );
}

function parted( raw ) {
	const [ head, ...rest ] = raw.split( '\r\n\r\n' );
	const headers = Object.fromEntries( head.replace( /\r\n[ \t]+/g, ' ' ).split( '\r\n' ).map( ( line ) => {
		const colon = line.indexOf( ':' );
		return [ line.slice( 0, colon ).toLowerCase(), line.slice( colon + 1 ).trim() ];
	} ) );
	return { headers, body: rest.join( '\r\n\r\n' ) };
}

/** A message's headers, by names in lower case, and its plain text. */
function taken( raw, { to } ) {
	const { headers, body } = parted( raw );
	const boundary = /boundary="?([^";]+)/.exec( headers[ 'content-type' ] || '' );
	const parts = boundary ? body.split( `--${ boundary[ 1 ] }` ).slice( 1, -1 ).map( ( part ) => parted( part.replace( /^\r\n/, '' ) ) ) : [ { headers, body } ];
	const text = ( part ) => decoded( part.body, part.headers[ 'content-transfer-encoding' ] );
	const plain = parts.find( ( part ) => ( part.headers[ 'content-type' ] || 'text/plain' ).startsWith( 'text/plain' ) );
	return { headers, to, text: text( plain ).replace( /\r\n/g, '\n' ), all: parts.map( text ).join( '\n' ) };
}

/** All that went out of the Helpdesk, in its order. */
export async function sent( mail ) {
	const names = ( await readdir( mail.folder ) ).filter( ( name ) => name.endsWith( '.eml' ) ).sort();
	const all = await Promise.all( names.map( async ( name ) => {
		const file = join( mail.folder, name );
		return taken( await readFile( file, 'latin1' ), JSON.parse( await readFile( file.replace( /eml$/, 'json' ), 'utf8' ) ) );
	} ) );
	return all.filter( ( one ) => one.headers.from.includes( '@toolforge.org' ) );
}

/** The first mail to somebody that has these words, as soon as it is there. */
export function arrives( mail, to, words ) {
	return until( `a mail to ${ to } with “${ words }”`, async () => ( await sent( mail ) ).find( ( one ) => one.to.includes( to ) && one.text.includes( words ) ) );
}

/** That words went to these addresses and no others. */
export async function wentOnlyTo( mail, words, addresses ) {
	const all = ( await sent( mail ) ).filter( ( one ) => one.all.includes( words ) || ( one.headers.subject || '' ).includes( words ) );
	const others = all.flatMap( ( one ) => one.to ).filter( ( to ) => !addresses.includes( to ) );
	if ( others.length ) {
		throw new Error( `“${ words }” went to ${ others.join( ', ' ) }` );
	}
	for ( const address of addresses ) {
		if ( !all.some( ( one ) => one.to.includes( address ) ) ) {
			throw new Error( `“${ words }” did not go to ${ address }` );
		}
	}
}

/** A text as a mail client quotes it. */
export const quoted = ( text ) => text.replace( /^/gm, '> ' );
