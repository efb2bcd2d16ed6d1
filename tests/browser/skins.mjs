// Pictures of the gadget alone, in each state, skin, colour scheme, width and direction, for people to look at:
//   cargo xtask demo -- node tests/browser/skins.mjs FOLDER
// Says what is wider than its place or cut off. It needs what `demo --check` installs.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { anonymousClient, launch } from './browser.mjs';
import { rows } from './database.mjs';
import { fillPanel } from './gadget.mjs';
import { allowInPopup, person, signInOnTool, signInOnWiki } from './people.mjs';
import { CAST, password, read } from './settings.mjs';
import { until } from './until.mjs';
import { Wiki } from './wiki.mjs';

const WIDTHS = [ 1280, 320 ];
const LANGUAGES = [ 'en', 'ar' ];
/** Vector legacy has no dark colours. */
const SKINS = { 'vector-2022': [ 'day', 'night' ], vector: [ 'day' ], minerva: [ 'day', 'night' ] };

let taken = 0;

/** In the page: the colours that the reader can choose in the skin's menu. */
function setTheme( theme ) {
	const root = document.documentElement.classList;
	root.remove( 'skin-theme-clientpref-day', 'skin-theme-clientpref-night', 'skin-theme-clientpref-os' );
	root.add( `skin-theme-clientpref-${ theme }` );
}

/** In the page: what of ours is wider than its place. */
function tooWide( selector ) {
	const found = [];
	for ( const place of document.querySelectorAll( selector ) ) {
		for ( const element of [ place, ...place.querySelectorAll( '*' ) ] ) {
			const more = element.getBoundingClientRect().width - place.getBoundingClientRect().width;
			if ( more > 1 || element === place && place.scrollWidth > place.clientWidth + 1 ) {
				found.push( `${ element.localName }.${ element.className } is ${ Math.round( more ) } px too wide` );
			}
		}
	}
	return found;
}

/** A picture of the first element of that selector, with a little around it, in each scheme and width. */
async function pictures( page, folder, selector, name, themes ) {
	for ( const theme of themes ) {
		await page.evaluate( setTheme, theme );
		for ( const width of WIDTHS ) {
			await page.setViewportSize( { width, height: 800 } );
			const { x, y, width: wide, height } = await page.locator( selector ).first().evaluate( ( element ) => {
				const box = element.getBoundingClientRect();
				return { x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height };
			} );
			const left = Math.max( 0, x - 16 ), top = Math.max( 0, y - 16 );
			await page.screenshot( {
				path: join( folder, `${ name }-${ theme }-${ width }.png` ),
				fullPage: true,
				animations: 'disabled',
				clip: { x: left, y: top, width: Math.min( wide + 32, width - left ), height: Math.min( height + 32, 1600 ) }
			} );
			taken += 1;
			for ( const what of await page.evaluate( tooWide, selector ) ) {
				console.log( `${ name } ${ theme } ${ width }: ${ what }` );
			}
		}
	}
	await page.setViewportSize( { width: WIDTHS[ 0 ], height: 800 } );
}

async function open( page, selector ) {
	const button = page.locator( `${ selector } .helpdesk-button` ).first();
	await button.waitFor();
	if ( await button.getAttribute( 'aria-expanded' ) !== 'true' ) {
		await button.click();
	}
	await page.locator( `${ selector } .helpdesk-foot` ).first().waitFor();
}

const PANEL = '.helpdesk-panel';

/** Collapsed, the form with an error, the last look. */
async function panel( page, address, shoot ) {
	await page.goto( address );
	await page.locator( `${ PANEL } .helpdesk-button` ).first().waitFor();
	await shoot( PANEL, 'panel-1-collapsed' );
	await open( page, PANEL );
	await shoot( PANEL, 'panel-2-form' );
	await page.locator( `${ PANEL } details.helpdesk-fold summary` ).first().click();
	await page.locator( `${ PANEL } form .helpdesk-buttons button[type="submit"]` ).click();
	await page.locator( `${ PANEL } .cdx-message--error` ).first().waitFor();
	await shoot( PANEL, 'panel-3-errors' );
	await fillPanel( page, { what: 'Scans of 400 town maps, 1780 to 1910.\nThe archive has them ready; mail ana@example.org.', reach: 'talk-page', publish: 'on', shown_name: 'Ana' } );
	await page.locator( `${ PANEL } form .helpdesk-buttons button[type="submit"]` ).click();
	await page.locator( `${ PANEL } form[aria-labelledby="helpdesk-look"]` ).waitFor();
	await shoot( PANEL, 'panel-4-look' );
}

const REQUEST = '.helpdesk-request';

/** The controls with a form, and why others are off. */
async function controls( page, address, shoot, who ) {
	await page.goto( address );
	await open( page, REQUEST );
	await page.locator( `${ REQUEST } .helpdesk-heading` ).waitFor();
	await shoot( REQUEST, `request-${ who }-1` );
	for ( const fold of await page.locator( `${ REQUEST } .helpdesk-body > details.helpdesk-fold > summary` ).all() ) {
		await fold.click();
	}
	await page.locator( `${ REQUEST } .helpdesk-buttons button[aria-expanded]:visible` ).first().click();
	await page.locator( `${ REQUEST } form.helpdesk-form` ).waitFor();
	await shoot( REQUEST, `request-${ who }-2-open` );
}

/** The rows, flat and grouped, and one with its form. */
async function changes( page, address, shoot, name ) {
	for ( const [ kind, enhanced ] of [ [ 'flat', 0 ], [ 'grouped', 1 ] ] ) {
		await page.goto( `${ address }&enhanced=${ enhanced }` );
		await page.locator( '.helpdesk-row .helpdesk-badge' ).first().waitFor( { state: 'attached' } );
		await shoot( '.mw-changeslist', `${ name }-${ kind }` );
	}
	const button = page.locator( '.helpdesk-row .helpdesk-badge button:visible' ).first();
	if ( await button.count() ) {
		await button.click();
		await page.locator( '.helpdesk-row form.helpdesk-form' ).first().waitFor();
		await shoot( '.mw-changeslist', `${ name }-form` );
	}
}

async function signInPanel( someone ) {
	await open( someone.page, PANEL );
	const button = someone.page.locator( `${ PANEL } .helpdesk-foot > .helpdesk-buttons button` );
	await allowInPopup( someone, () => button.click() );
	await someone.page.locator( `${ PANEL } .helpdesk-foot > details > summary` ).click();
}

async function arrived( browser, settings, name ) {
	const someone = await person( browser, name, password( name ) );
	await signInOnWiki( settings.wiki, someone );
	await signInOnTool( settings.tool, someone );
	return someone;
}

async function main() {
	if ( !process.argv[ 2 ] ) {
		throw new Error( 'say into which folder: node tests/browser/skins.mjs FOLDER' );
	}
	const folder = resolve( process.argv[ 2 ] );
	await mkdir( folder, { recursive: true } );
	const settings = read();
	const browser = await launch();
	try {
		const wiki = new Wiki( settings.wiki, await anonymousClient() );
		const policy = await ( await wiki.client.get( `${ settings.tool }/api/v1/policy` ) ).json();
		const [ project ] = ( policy.policy || policy ).wiki.project_pages;
		const [ title ] = await until( 'a request that waits for the committee has its page', async () => ( await rows( settings.database,
			'SELECT CONVERT(p.title USING utf8mb4) FROM support_request r JOIN wiki_page p ON p.request_id = r.id WHERE r.stage = \'with-committee\' LIMIT 1' ) )[ 0 ] );

		const member = await arrived( browser, settings, CAST.bruno );
		await member.page.goto( wiki.address( project ) );
		await signInPanel( member );
		await member.page.locator( '#helpdesk-switch-watchlist' ).check();
		const asked = member.page.waitForResponse( ( answer ) => /action=watch|api\.php/.test( answer.url() ) && answer.request().method() === 'POST' );
		await member.page.locator( '#helpdesk-switch-watch' ).check();
		await asked;
		const staff = await arrived( browser, settings, CAST.elin );
		await staff.page.goto( wiki.address( project ) );
		await signInPanel( staff );

		for ( const [ skin, themes ] of Object.entries( SKINS ) ) {
			for ( const language of LANGUAGES ) {
				// What a reader typed before would still stand in the form.
				const reader = await person( browser, 'a reader', '' );
				const query = `useskin=${ skin }&uselang=${ language }`;
				const at = ( name ) => `${ wiki.address( name ) }?${ query }`;
				const special = ( name, more ) => `${ settings.wiki }/w/index.php?title=Special:${ name }&${ query }${ more }`;
				const shoot = ( { page } ) => ( selector, name ) => pictures( page, folder, selector, `${ name }-${ skin }-${ language }`, themes );
				await panel( reader.page, at( project ), shoot( reader ) );
				await controls( member.page, at( title ), shoot( member ), 'member' );
				await controls( staff.page, at( title ), shoot( staff ), 'staff' );
				await changes( member.page, special( 'Watchlist', '&days=30' ), shoot( member ), 'watchlist' );
				await changes( member.page, special( 'RecentChanges', '&days=30&limit=50&hidebots=0' ), shoot( member ), 'changes' );
				await reader.context.close();
			}
		}

		const amina = await arrived( browser, settings, CAST.amina );
		await amina.page.goto( wiki.address( project ) );
		await signInPanel( amina );
		await fillPanel( amina.page, { what: 'Scans of 400 town maps', reach: 'talk-page' } );
		const send = amina.page.locator( `${ PANEL } form .helpdesk-buttons button[type="submit"]` );
		await send.click();
		await amina.page.locator( `${ PANEL } form[aria-labelledby="helpdesk-look"]` ).waitFor();
		await send.click();
		await amina.page.locator( `${ PANEL } .cdx-message--success` ).waitFor();
		await pictures( amina.page, folder, PANEL, 'panel-5-sent-vector-2022-en', SKINS[ 'vector-2022' ] );
		for ( const language of LANGUAGES ) {
			await amina.page.goto( `${ wiki.address( project ) }?uselang=${ language }` );
			await open( amina.page, PANEL );
			await amina.page.locator( `${ PANEL } .helpdesk-mine button` ).first().click();
			await amina.page.locator( `${ PANEL } .helpdesk-mine .helpdesk-desk .helpdesk-heading` ).waitFor();
			await pictures( amina.page, folder, PANEL, `panel-6-mine-vector-2022-${ language }`, SKINS[ 'vector-2022' ] );
		}
	} finally {
		await browser.close();
	}
	console.log( `${ taken } pictures in ${ folder }` );
}

main().catch( ( error ) => {
	console.error( `skins: ${ error && error.stack || error }` );
	process.exitCode = 1;
} );
