// Pictures of every page and panel of a running demo, for people to look at:
//   cargo xtask demo -- node tests/browser/screenshots.mjs FOLDER [mail]
// With `mail` only what mail is about.
// It needs what `demo --check` installs.
import { anonymousClient } from './browser.mjs';
import { rows } from './database.mjs';
import { allowInPopup, person, signIn } from './people.mjs';
import { mailPages } from './mail-pictures.mjs';
import { WIDTHS, album, pictures } from './pictures.mjs';
import { until } from './until.mjs';
import { Wiki } from './wiki.mjs';

const SKINS = [ 'vector-2022', 'vector', 'minerva', 'monobook', 'timeless' ];

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

async function allPages( settings, folder, reader, signedIn ) {
	const wiki = new Wiki( settings.wiki, await anonymousClient() );
	const { long, waiting, page: title } = await requests( settings.database );
	const policy = await ( await wiki.client.get( `${ settings.tool }/api/v1/policy` ) ).json();
	const [ project ] = ( policy.policy || policy ).wiki.project_pages;
	await toolPages( settings, folder, reader, 'reader',
		[ '/', '/support-requests/new', `/support-requests/${ long }`, '/counts', '/policy', '/privacy', '/no-such-page' ] );
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
}

const [ path, only ] = process.argv.slice( 2 );
if ( !path || only && only !== 'mail' ) {
	throw new Error( 'say into which folder: node tests/browser/screenshots.mjs FOLDER [mail]' );
}
await album( path, async ( { browser, settings, folder } ) => {
	const reader = await person( browser, 'a reader', '' );
	const signedIn = await signIn( settings, browser, only ? [ 'bruno', 'elin' ] : [ 'amina', 'bruno', 'devi', 'elin', 'farid' ] );
	if ( !only ) {
		await allPages( settings, folder, reader, signedIn );
	}
	await mailPages( { settings, folder, reader, ...signedIn } );
} );
