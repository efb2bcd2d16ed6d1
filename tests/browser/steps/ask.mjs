// Amina asks for support from the panel on her project's wiki page.
import { wikiIsUpToDate, pageOf } from '../database.mjs';
import { fillPanel, inPanel, openPanel, sendPanel } from '../gadget.mjs';
import { EVERYBODY, isNowhereOnTheWiki, isReadBy, isThereFor } from '../sight.mjs';

const PROJECT = 'Amina/Museum of Looms';

export async function ask( walk, world ) {
	const { people, settings, wiki } = world;
	const { amina, outsider } = people;
	world.main = { title: 'Photographs of historic looms', mail: 'amina.sunflower@example.org' };

	await walk.step( 'Amina writes a wiki page about her project and places the panel on it', async () => {
		const { page } = amina;
		// The wiki greets whoever edits for the first time.
		const welcome = page.locator( '.ve-init-mw-welcomeDialog' );
		await page.addLocatorHandler( welcome, () => welcome.locator( '.oo-ui-flaggedElement-primary a' ).click() );
		await page.goto( `${ settings.wiki }/w/index.php?title=${ encodeURIComponent( PROJECT ) }&action=edit` );
		await page.fill( '#wpTextbox1', 'We photograph looms.\n\n<div class="helpdesk-panel"></div>' );
		await page.click( '#wpSave' );
		await page.locator( '.helpdesk-panel .helpdesk-button' ).waitFor();
	} );

	await walk.step( 'a reader who does not click makes no call to the tool, there or on any project page', async () => {
		const calls = [];
		const note = ( request ) => {
			if ( new URL( request.url() ).origin === settings.tool ) {
				calls.push( request.url() );
			}
		};
		outsider.context.on( 'request', note );
		for ( const title of [ PROJECT, ...world.policy.wiki.project_pages.slice( 0, 1 ), 'Main Page' ] ) {
			await outsider.page.goto( wiki.address( title ) );
			await outsider.page.waitForFunction( () => window.mw && mw.loader.getState( 'ext.gadget.helpdesk' ) === 'ready' );
			// Whoever listens later is told later: the loader has seen the content then.
			await outsider.page.evaluate( () => new Promise( ( resolve ) => {
				mw.hook( 'wikipage.content' ).add( () => resolve() );
			} ) );
			const button = outsider.page.locator( '.helpdesk-panel .helpdesk-button' );
			if ( ( await button.count() > 0 ) !== ( title !== 'Main Page' ) ) {
				throw new Error( `${ title }: ${ await button.count() } panels` );
			}
		}
		outsider.context.off( 'request', note );
		if ( calls.length ) {
			throw new Error( `called before any click: ${ calls.join( ', ' ) }` );
		}
	} );

	await walk.step( 'where the panel cannot run, its link leads to the tool’s form with the page as context', async () => {
		await amina.page.goto( wiki.address( PROJECT ) );
		const href = await amina.page.locator( '.helpdesk-panel .helpdesk-button' ).getAttribute( 'href' );
		await amina.page.goto( href );
		const context = await amina.page.locator( '[name="context_page"]' ).inputValue();
		if ( context !== PROJECT ) {
			throw new Error( `${ href } gives a form for “${ context }”` );
		}
	} );

	await walk.step( 'Amina opens the panel, fills the form with the page as context, and what she typed survives a reload without her address', async () => {
		await openPanel( world, amina, PROJECT );
		await fillPanel( amina.page, {
			what: 'We would like to upload 400 photographs, lavender. Call +46 70 123 45 67.',
			title: world.main.title, reach: 'mail', mail: world.main.mail
		} );
		await openPanel( world, amina, PROJECT );
		const [ kept, mail ] = [ await inPanel( amina.page, 'what' ), await inPanel( amina.page, 'mail' ) ];
		if ( !kept.includes( 'lavender' ) || mail ) {
			throw new Error( `after the reload the form has “${ kept }” and the address “${ mail }”` );
		}
	} );

	await walk.step( 'Amina agrees to publication and sees the preview, which warns of the phone number; she takes it out and sends', async () => {
		await fillPanel( amina.page, {
			reach: 'mail', mail: world.main.mail, publish: true, shown_name: 'Amina of the looms', talk_page_notes: true
		} );
		world.main.reference = await sendPanel( world, amina, {
			warnsOf: '+46 70 123 45 67',
			instead: { what: 'We would like to upload 400 photographs, lavender.' }
		} );
	} );

	await walk.step( 'everybody reads the request on the tool, but her address the staff alone', async () => {
		const { reference, mail } = world.main;
		await isThereFor( world, reference, EVERYBODY( world ) );
		await isReadBy( world, reference, 'lavender', EVERYBODY( world ) );
		await isReadBy( world, reference, mail, [ 'elin' ] );
		await isReadBy( world, reference, PROJECT, EVERYBODY( world ) );
		await isReadBy( world, reference, 'sunflower', [ 'elin' ] );
	} );

	await walk.step( 'the request has its page on the wiki, under the prefix and with a row in the status table; her address is nowhere', async () => {
		await wikiIsUpToDate( settings.database );
		world.main.page = await pageOf( settings.database, world.main.reference );
		if ( !world.main.page.startsWith( world.policy.wiki.request_prefix ) ) {
			throw new Error( `${ world.main.page } is not under ${ world.policy.wiki.request_prefix }` );
		}
		const text = await wiki.text( world.main.page );
		for ( const words of [ 'lavender', 'Amina of the looms', `helpdesk:${ world.main.reference }:begin` ] ) {
			if ( !text.includes( words ) ) {
				throw new Error( `the page does not have “${ words }”: ${ text }` );
			}
		}
		if ( !( await wiki.text( world.policy.wiki.data_page ) ).includes( world.main.page ) ) {
			throw new Error( `${ world.policy.wiki.data_page } has no row of the request` );
		}
		await outsider.page.goto( wiki.address( world.main.page ) );
		await outsider.page.locator( '#mw-content-text', { hasText: 'lavender' } ).waitFor();
		await isNowhereOnTheWiki( world, world.main.mail, 'sunflower', '+46 70' );
	} );
}
