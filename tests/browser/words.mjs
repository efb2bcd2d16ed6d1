// The words of the interface, as people read them.
import { readFileSync } from 'node:fs';

const english = JSON.parse( readFileSync( new URL( '../../gadget/i18n/en.json', import.meta.url ), 'utf8' ) );

export function say( key ) {
	if ( !english[ key ] ) {
		throw new Error( `there are no words for ${ key }` );
	}
	return english[ key ];
}
