// The gadget in wiki pages: the panel, a request's page, the watchlist.
import { allowInPopup } from './people.mjs';

const SIGN_IN = '.helpdesk-sign-in';

/** Fills fields of the gadget in; their ids end in the domain's names. */
export async function fillIn( box, values ) {
	for ( const [ name, value ] of Object.entries( values ) ) {
		const radio = box.locator( `[id$="-${ name }-${ value }"][type="radio"]` );
		const field = box.locator( `[id$="-${ name }"]` ).first();
		await field.waitFor( { state: 'attached' } );
		const [ tag, type ] = await field.evaluate( ( element ) => [ element.localName, element.type ] );
		if ( await radio.count() ) {
			await radio.check();
		} else if ( type === 'checkbox' ) {
			await field.setChecked( Boolean( value ) );
		} else if ( tag === 'select' ) {
			await field.selectOption( value );
		} else {
			await field.fill( value );
		}
	}
}
