// The gadget in wiki pages: the panel, a request's page, the watchlist.
import { allowInPopup } from './people.mjs';
import { until } from './until.mjs';

/** The gadget's field of that name in a form: its id begins with the id of the form's heading. */
async function fieldIn( form, name ) {
	await form.waitFor();
	return form.locator( `[id="${ await form.getAttribute( 'aria-labelledby' ) }-${ name }"]` );
}

/** Fills fields in, and unfolds what is folded. Some appear only when others are filled, so the order counts. */
async function fill( form, values ) {
	for ( const [ name, value ] of Object.entries( values ) ) {
		const field = await fieldIn( form, name );
		await field.waitFor( { state: 'attached' } );
		const fold = form.locator( 'details.helpdesk-fold:not([open]) > summary' );
		if ( !await field.isVisible() && await fold.count() ) {
			await fold.click();
		}
		await field.waitFor();
		const [ tag, type ] = await field.evaluate( ( element ) => [ element.localName, element.type ] );
		if ( tag === 'fieldset' ) {
			await field.locator( `input[value="${ value }"]` ).check();
		} else if ( type === 'checkbox' ) {
			await field.setChecked( Boolean( value ) );
		} else if ( tag === 'select' ) {
			await field.selectOption( value );
		} else {
			await field.fill( value );
		}
	}
}

async function openBox( page, selector, ready ) {
	const button = page.locator( `${ selector } .helpdesk-button` );
	await button.waitFor();
	if ( await button.getAttribute( 'aria-expanded' ) !== 'true' ) {
		await button.click();
	}
	await page.locator( `${ selector } .helpdesk-body ${ ready }` ).first().waitFor();
}

/** Opens the panel on a wiki page that was loaded anew. */
export async function openPanel( { wiki }, { page }, title ) {
	await page.goto( wiki.address( title ) );
	await openBox( page, '.helpdesk-panel', 'form.helpdesk-form' );
}

const panelForm = ( page ) => page.locator( '.helpdesk-panel form[aria-labelledby="helpdesk-submit"]' );

export const fillPanel = ( page, values ) => fill( panelForm( page ), values );

/** What stands in a field of the panel; nothing if the field is not asked for. */
export async function inPanel( page, name ) {
	const field = await fieldIn( panelForm( page ), name );
	return await field.count() ? field.inputValue() : '';
}

/** The look before sending: what it warns of is corrected, then it is sent, with signing in. */
export async function sendPanel( world, someone, { warnsOf, instead } ) {
	const { page } = someone;
	const form = panelForm( page );
	await form.locator( '.helpdesk-buttons button[type="submit"]' ).click();
	const preview = page.locator( '.helpdesk-panel form[aria-labelledby="helpdesk-look"]' );
	await preview.locator( '.cdx-message--warning', { hasText: warnsOf } ).waitFor();
	await preview.locator( '.helpdesk-buttons button:not([type="submit"])' ).click();
	await fillPanel( page, instead );
	await form.locator( '.helpdesk-buttons button[type="submit"]' ).click();
	await preview.waitFor();
	if ( await preview.locator( '.cdx-message--warning' ).count() ) {
		throw new Error( 'the preview still warns' );
	}
	await allowInPopup( someone, () => preview.locator( 'button[type="submit"]' ).click() );
	await page.locator( '.helpdesk-panel .cdx-message--success' ).waitFor();
	const href = await page.locator( '.helpdesk-panel .helpdesk-heading a' ).getAttribute( 'href' );
	return /support-requests\/([0-9a-z]{8})/.exec( href )[ 1 ];
}

/** Opens a request's wiki page and its triage controls, signing in if needed. */
async function openRequest( { wiki }, someone, title ) {
	const { page } = someone;
	await page.goto( wiki.address( title ) );
	const box = page.locator( '.helpdesk-request' );
	await openBox( page, '.helpdesk-request', '.helpdesk-foot' );
	const signIn = box.locator( '.helpdesk-foot > .helpdesk-buttons button' );
	if ( await signIn.count() ) {
		// What stands there is what everybody sees, until the request came as this person sees it.
		const seen = page.waitForResponse( ( answer ) => /\/support-requests\/[0-9a-z]{8}$/.test( answer.url() ) && answer.request().headers().authorization );
		await allowInPopup( someone, () => signIn.click() );
		await ( await seen ).finished();
	}
	await box.locator( '.helpdesk-foot details' ).waitFor();
	await box.locator( '.helpdesk-heading' ).waitFor();
	return box;
}

/** Whether the words can be read in the request's wiki page with the controls open. */
export async function readsRequestPage( world, someone, words, expected ) {
	const box = await openRequest( world, someone, world.main.page );
	if ( expected ) {
		await box.getByText( words ).first().waitFor();
	} else if ( ( await box.textContent() ).includes( words ) ) {
		throw new Error( `${ someone.name } reads “${ words }” in the request’s wiki page` );
	}
}

/** Switches on that pages which wait for the committee are watched, and that their state shows in the watchlist. */
export async function switchOnWatchlist( world, someone ) {
	const box = await openRequest( world, someone, world.main.page );
	await box.locator( '.helpdesk-foot summary' ).click();
	await box.locator( '#helpdesk-switch-watchlist' ).check();
	await box.locator( '#helpdesk-switch-watch' ).check();
	await until( `${ someone.name } watches ${ world.main.page }`, async () => {
		const answer = await someone.context.request.get(
			`${ world.settings.wiki }/w/api.php?action=query&format=json&formatversion=2&prop=info&inprop=watched&titles=${ encodeURIComponent( world.main.page ) }` );
		return ( await answer.json() ).query.pages[ 0 ].watched;
	} );
}

/** Gives feedback inline, in the row of the request's page in the watchlist. */
export async function feedbackFromWatchlist( { settings, main }, { page }, values ) {
	const asked = [];
	page.on( 'request', ( request ) => {
		if ( request.url().endsWith( '/page-lookups' ) && request.method() === 'POST' ) {
			asked.push( ...JSON.parse( request.postData() ).titles );
		}
	} );
	await page.goto( `${ settings.wiki }/wiki/Special:Watchlist?days=30&limit=500` );
	const row = page.locator( `.helpdesk-row[data-title="${ main.page }"]` ).first();
	await row.locator( '.helpdesk-badge [data-stage="with-committee"]' ).waitFor();
	if ( !asked.includes( main.page ) || asked.some( ( title ) => !title.startsWith( main.page.slice( 0, main.page.lastIndexOf( '/' ) + 1 ) ) ) ) {
		throw new Error( `the tool was asked about ${ asked.join( ', ' ) }` );
	}
	await row.locator( '.helpdesk-badge button' ).first().click();
	await sendForm( row, values );
}

/** Gives feedback from the controls on the request's wiki page. */
export async function feedbackFromRequestPage( world, someone, values ) {
	const box = await openRequest( world, someone, world.main.page );
	await box.locator( '.helpdesk-buttons button[aria-expanded]' ).first().click();
	await sendForm( box, values );
}

async function sendForm( box, values ) {
	const form = box.locator( 'form.helpdesk-form' );
	await fill( form, values );
	await form.locator( 'button[type="submit"]' ).click();
	await box.locator( '.cdx-message--success' ).waitFor();
}
