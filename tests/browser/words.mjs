// The words of the interface, as people read them.
import { readFileSync } from 'node:fs';

const read = ( path ) => JSON.parse( readFileSync( new URL( path, import.meta.url ), 'utf8' ) );
const english = read( '../../gadget/i18n/en.json' );
const mail = read( '../../server/src/mail/i18n/en.json' );

export function say( key ) {
	if ( !english[ key ] ) {
		throw new Error( `there are no words for ${ key }` );
	}
	return english[ key ];
}

/** The words of a mail, as they stand before anything is filled in. */
export function sayInMail( key ) {
	const words = mail[ `helpdesk-mail-${ key }` ];
	if ( !words ) {
		throw new Error( `there are no words of mail for ${ key }` );
	}
	return words;
}
