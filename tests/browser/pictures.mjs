// Pictures of a page in each width and each colour scheme, and what is wider than its place.
import { join } from 'node:path';

export const WIDTHS = { wide: { width: 1280, height: 900 }, narrow: { width: 320, height: 700 } };
const SCHEMES = [ 'light', 'dark' ];

let taken = 0;

/** How many pictures there are. */
export const count = () => taken;

/** In the page: what of ours is wider than its place. The wiki's own skins are not ours. */
function tooWide() {
	const isTool = !window.mw;
	const ours = isTool ? [ document.documentElement ] : document.querySelectorAll( '.helpdesk-box, .helpdesk-row, .helpdesk-block' );
	return Array.from( ours, ( element ) => [ element, element.scrollWidth - element.clientWidth ] )
		.filter( ( [ element, more ] ) => more > 0 && getComputedStyle( element ).display !== 'inline' )
		.map( ( [ element, more ] ) => `${ element.className || element.localName } is ${ more } px too wide` );
}

async function one( page, folder, name ) {
	await page.screenshot( { path: join( folder, `${ name }.png` ), fullPage: true, animations: 'disabled' } );
	taken += 1;
	for ( const what of await page.evaluate( tooWide ) ) {
		console.log( `${ name }: ${ what }` );
	}
}

/** One picture in each width and each colour scheme. */
export async function pictures( page, folder, name ) {
	for ( const scheme of SCHEMES ) {
		await page.emulateMedia( { colorScheme: scheme } );
		for ( const [ width, size ] of Object.entries( WIDTHS ) ) {
			await page.setViewportSize( size );
			await one( page, folder, `${ name }-${ scheme }-${ width }` );
		}
	}
}

/** The same page as a language that is written from right to left lays it out. */
export async function mirrored( page, folder, name ) {
	await page.emulateMedia( { colorScheme: 'light' } );
	await page.evaluate( () => {
		document.documentElement.dir = 'rtl';
	} );
	for ( const [ width, size ] of Object.entries( WIDTHS ) ) {
		await page.setViewportSize( size );
		await one( page, folder, `${ name }-rtl-${ width }` );
	}
}
