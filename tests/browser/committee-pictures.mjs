// Pictures of what the committee works with, in a running demo:
//   cargo xtask demo -- node tests/browser/committee-pictures.mjs FOLDER
// Beside the colour schemes and widths of screenshots.mjs each page from right to left, and the pack as it is printed.
import { join } from 'node:path';
import { rows } from './database.mjs';
import { person, signIn } from './people.mjs';
import { album, mirrored, pictures, WIDTHS } from './pictures.mjs';

const nameOf = ( key, path ) => `${ key }-${ path.replace( /[^a-z0-9-]+/gi, '-' ).replace( /^-|-$/g, '' ) }`;

async function toolPages( settings, folder, { page }, key, paths ) {
	for ( const path of paths ) {
		await page.goto( settings.tool + path );
		await pictures( page, folder, nameOf( key, path ) );
	}
}

async function printed( settings, folder, { page }, path ) {
	await page.emulateMedia( { media: 'print', colorScheme: 'light' } );
	await page.setViewportSize( WIDTHS.wide );
	await page.goto( settings.tool + path );
	await page.pdf( { path: join( folder, 'pack.pdf' ), format: 'A4' } );
	await page.emulateMedia( { media: 'screen' } );
}

async function reply( { page }, settings, folder, reference ) {
	await page.goto( `${ settings.tool }/support-requests/${ reference }/record-initial-decision` );
	await page.locator( '[name="outcome"][value="positive"]' ).check();
	await page.locator( '[name="priority"][value="high"]' ).check();
	await page.fill( '[name="rationale"]', 'It fills a gap, and the museum can go on alone.' );
	await page.locator( 'button[formaction$="/reply"]' ).click();
	await page.locator( '[name="reply"]' ).waitFor();
	await pictures( page, folder, 'secretary-reply' );
}

async function attempt( { page }, settings, folder ) {
	await page.goto( `${ settings.tool }/policy/try` );
	const text = await page.inputValue( '#policy-text' );
	await page.fill( '#policy-text', text.replace( 'positions = 4', 'positions = 2' ).replace( 'not_below = 3', 'not_below = 1' ).replace( 'regions = 3', 'regions = 2' ).replace( 'go_days = 45', 'go_days = 30' ) );
	await page.locator( 'form[action="/policy/try"] button' ).click();
	await page.locator( '#tried' ).waitFor();
	await pictures( page, folder, 'member-policy-tried' );
}

async function allPages( { browser, settings, folder } ) {
	const of = async ( words ) => ( await rows( settings.database, `SELECT reference FROM support_request WHERE title LIKE '%${ words }%'` ) )[ 0 ][ 0 ];
	const [ weighed, stale, back ] = [ await of( 'Bildminnen' ), await of( 'images from Ukraine' ), await of( 'SMVK' ) ];
	const [ [ held ], [ coming ] ] = await rows( settings.database, 'SELECT reference FROM meeting ORDER BY starts_at' );
	const reader = await person( browser, 'a reader', '' );
	await toolPages( settings, folder, reader, 'reader', [ '/meetings', '/equity', '/policy' ] );
	const { bruno, chiyo, devi, elin, farid } = await signIn( settings, browser, [ 'bruno', 'chiyo', 'devi', 'elin', 'farid' ] );
	const request = ( reference ) => `/support-requests/${ reference }`;
	const meeting = `/meetings/${ coming }`;
	await toolPages( settings, folder, bruno, 'member', [ '/ranking', '/ranking?hours=50', '/meetings', meeting, '/promises', '/equity/requests', '/seats', request( weighed ), request( back ) ] );
	await toolPages( settings, folder, chiyo, 'stale', [ request( stale ) ] );
	await toolPages( settings, folder, devi, 'secretary', [ '/ranking', meeting, `/meetings/${ held }`, `/meetings/${ held }/notes?item=${ back }`, `/meetings/${ held }/minutes`, `${ meeting }/agenda`, '/meetings/brief', '/meetings/new', request( weighed ), `${ request( weighed ) }/record-initial-decision` ] );
	await toolPages( settings, folder, elin, 'staff', [ '/promises', '/erasure', request( weighed ) ] );
	await toolPages( settings, folder, farid, 'steward', [ '/seats', '/policy' ] );
	await attempt( bruno, settings, folder );
	await reply( devi, settings, folder, weighed );
	for ( const path of [ '/ranking', meeting, '/promises', '/equity/requests', '/seats', request( weighed ) ] ) {
		await bruno.page.goto( settings.tool + path );
		await mirrored( bruno.page, folder, nameOf( 'member', path ) );
	}
	await printed( settings, folder, bruno, meeting );
}

const [ path ] = process.argv.slice( 2 );
if ( !path ) {
	throw new Error( 'say into which folder: node tests/browser/committee-pictures.mjs FOLDER' );
}
await album( path, allPages );
