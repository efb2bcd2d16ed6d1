// Pictures of a page in each width and each colour scheme, and what is wider than its place.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { launch } from './browser.mjs';
import { read } from './settings.mjs';

export const WIDTHS = { wide: { width: 1280, height: 900 }, narrow: { width: 320, height: 700 } };
const SCHEMES = [ 'light', 'dark' ];

let taken = 0;

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

/** Lets `take( { browser, settings, folder } )` take its pictures into the folder, and says how many there are. */
export async function album( path, take ) {
	try {
		const folder = resolve( path );
		await mkdir( folder, { recursive: true } );
		const browser = await launch();
		try {
			await take( { browser, settings: read(), folder } );
		} finally {
			await browser.close();
		}
		console.log( `${ taken } pictures in ${ folder }` );
	} catch ( error ) {
		console.error( `pictures: ${ error && error.stack || error }` );
		process.exitCode = 1;
	}
}
