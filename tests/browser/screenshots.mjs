// Pictures of every page and panel of a running demo, for people to look at:
//   cargo xtask demo -- node tests/browser/screenshots.mjs FOLDER
// It needs what `demo --check` installs.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { anonymousClient, launch } from './browser.mjs';
import { rows } from './database.mjs';
import { allowInPopup, person, signInOnTool, signInOnWiki } from './people.mjs';
import { CAST, password, read } from './settings.mjs';
import { until } from './until.mjs';
import { Wiki } from './wiki.mjs';

const WIDTHS = { wide: { width: 1280, height: 900 }, narrow: { width: 320, height: 700 } };
const SCHEMES = [ 'light', 'dark' ];
const SKINS = [ 'vector-2022', 'vector', 'minerva', 'monobook', 'timeless' ];

let taken = 0;

/** In the page: what of ours is wider than its place. The wiki's own skins are not ours. */
function tooWide() {
	const isTool = !window.mw;
	const ours = isTool ? [ document.documentElement ] : document.querySelectorAll( '.helpdesk-box, .helpdesk-row, .helpdesk-block' );
	return Array.from( ours, ( element ) => [ element, element.scrollWidth - element.clientWidth ] )
		.filter( ( [ element, more ] ) => more > 0 && getComputedStyle( element ).display !== 'inline' )
		.map( ( [ element, more ] ) => `${ element.className || element.localName } is ${ more } px too wide` );
}

/** One picture in each width and each colour scheme. */
async function pictures( page, folder, name ) {
	for ( const scheme of SCHEMES ) {
		await page.emulateMedia( { colorScheme: scheme } );
		for ( const [ width, size ] of Object.entries( WIDTHS ) ) {
			await page.setViewportSize( size );
			await page.screenshot( { path: join( folder, `${ name }-${ scheme }-${ width }.png` ), fullPage: true, animations: 'disabled' } );
			taken += 1;
			for ( const what of await page.evaluate( tooWide ) ) {
				console.log( `${ name } ${ scheme } ${ width }: ${ what }` );
			}
		}
	}
}

/** The request with the longest history, and one that waits for the committee. */
async function requests( database ) {
	const [ [ long ] ] = await rows( database,
		'SELECT r.reference FROM support_request r JOIN event e ON e.request_id = r.id GROUP BY r.id ORDER BY COUNT(*) DESC LIMIT 1' );
	const [ waiting, page ] = await until( 'a request that waits for the committee has its page', async () => ( await rows( database,
		'SELECT r.reference, CONVERT(p.title USING utf8mb4) FROM support_request r JOIN wiki_page p ON p.request_id = r.id WHERE r.stage = \'with-committee\' LIMIT 1' ) )[ 0 ] );
	return { long, waiting, page };
}

async function toolPages( settings, folder, someone, key, paths ) {
	for ( const path of paths ) {
		await someone.page.goto( settings.tool + path );
		const name = `tool-${ key }-${ path.replace( /[^a-z0-9-]+/gi, '-' ).replace( /^-|-$/g, '' ) || 'start' }`;
		await pictures( someone.page, folder, name );
	}
}

async function open( page, selector ) {
	const button = page.locator( `${ selector } .helpdesk-button` ).first();
	await button.waitFor();
	if ( await button.getAttribute( 'aria-expanded' ) !== 'true' ) {
		await button.click();
	}
	await page.locator( `${ selector } .helpdesk-body .helpdesk-foot` ).waitFor();
}

async function wikiPages( settings, wiki, folder, someone, project, request ) {
	const { page } = someone;
	for ( const skin of SKINS ) {
		for ( const language of [ 'en', 'ar' ] ) {
			const address = ( title ) => `${ wiki.address( title ) }?useskin=${ skin }&uselang=${ language }`;
			const name = `${ skin }-${ language }`;
			await page.setViewportSize( WIDTHS.wide );
			await page.goto( address( project ) );
			await open( page, '.helpdesk-panel' );
			await pictures( page, folder, `panel-${ name }` );
			if ( request ) {
				await page.setViewportSize( WIDTHS.wide );
				await page.goto( address( request ) );
				await open( page, '.helpdesk-request' );
				await pictures( page, folder, `request-${ name }` );
			}
			await page.setViewportSize( WIDTHS.wide );
			await page.goto( `${ settings.wiki }/wiki/Special:RecentChanges?limit=100&days=30&useskin=${ skin }&uselang=${ language }` );
			await page.locator( '.mw-changeslist' ).first().waitFor();
			await pictures( page, folder, `changes-${ name }` );
		}
	}
}

async function main() {
	const folder = resolve( process.argv[ 2 ] || '' );
	if ( !process.argv[ 2 ] ) {
		throw new Error( 'say into which folder: node tests/browser/screenshots.mjs FOLDER' );
	}
	await mkdir( folder, { recursive: true } );
	const settings = read();
	const browser = await launch();
	try {
		const wiki = new Wiki( settings.wiki, await anonymousClient() );
		const { long, waiting, page: title } = await requests( settings.database );
		const policy = await ( await wiki.client.get( `${ settings.tool }/api/v1/policy` ) ).json();
		const [ project ] = ( policy.policy || policy ).wiki.project_pages;

		const reader = await person( browser, 'a reader', '' );
		await toolPages( settings, folder, reader, 'reader',
			[ '/', '/support-requests/new', `/support-requests/${ long }`, '/counts', '/policy', '/privacy', '/no-such-page' ] );

		const signedIn = {};
		for ( const key of [ 'amina', 'bruno', 'devi', 'elin', 'farid' ] ) {
			const someone = await person( browser, CAST[ key ], password( CAST[ key ] ) );
			await signInOnWiki( settings.wiki, someone );
			await signInOnTool( settings.tool, someone );
			signedIn[ key ] = someone;
		}
		await toolPages( settings, folder, signedIn.amina, 'requester', [ '/', '/support-requests/new' ] );
		await toolPages( settings, folder, signedIn.bruno, 'member',
			[ '/', '/queue', `/support-requests/${ waiting }`, `/support-requests/${ waiting }/give-feedback` ] );
		await toolPages( settings, folder, signedIn.devi, 'secretary', [ `/support-requests/${ waiting }/record-initial-decision` ] );
		await toolPages( settings, folder, signedIn.elin, 'staff',
			[ '/', '/queue?closed=on', `/support-requests/${ long }`, `/support-requests/${ long }/reopen`, '/outbox', '/counts' ] );
		await toolPages( settings, folder, signedIn.farid, 'steward', [ '/roles', '/policy' ] );

		const { bruno } = signedIn;
		await bruno.page.goto( wiki.address( project ) );
		await open( bruno.page, '.helpdesk-panel' );
		await allowInPopup( bruno, () => bruno.page.locator( '.helpdesk-panel .helpdesk-foot > .helpdesk-buttons button' ).click() );
		await bruno.page.locator( '.helpdesk-panel .helpdesk-foot summary' ).click();
		await bruno.page.locator( '#helpdesk-switch-watchlist' ).check();
		await wikiPages( settings, wiki, folder, bruno, project, title );
	} finally {
		await browser.close();
	}
	console.log( `${ taken } pictures in ${ folder }` );
}

main().catch( ( error ) => {
	console.error( `screenshots: ${ error && error.stack || error }` );
	process.exitCode = 1;
} );
