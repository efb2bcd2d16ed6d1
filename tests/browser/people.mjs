// One browser context for each account, so that nobody shares a cookie or a draft.
import { CAST, password } from './settings.mjs';

const SLOW = 20000;

/** Opens a browser for somebody. What breaks in a page is remembered, so that the step fails. */
export async function person( browser, name, password, options = {} ) {
	const context = await browser.newContext( { viewport: { width: 1280, height: 900 }, locale: 'en', ...options } );
	context.setDefaultTimeout( SLOW );
	const broken = [];
	context.on( 'page', ( page ) => {
		page.on( 'pageerror', ( error ) => broken.push( `${ page.url() }: ${ error.message }` ) );
		page.on( 'console', ( message ) => {
			if ( message.type() === 'error' && /Content Security Policy|CORS policy/.test( message.text() ) ) {
				broken.push( `${ page.url() }: ${ message.text() }` );
			}
		} );
	} );
	const page = await context.newPage();
	return { name, password, context, page, broken };
}

/** The wiki's own login form. */
export async function signInOnWiki( wiki, { page, name, password } ) {
	await page.goto( `${ wiki }/w/index.php?title=Special:UserLogin` );
	await fillLogin( page, name, password );
	await page.waitForFunction( ( user ) => window.mw && mw.config.get( 'wgUserName' ) === user, name );
}

export async function fillLogin( page, name, password ) {
	await page.fill( '#wpName1', name );
	await page.fill( '#wpPassword1', password );
	await page.click( '#wpLoginAttempt' );
}

/** The wiki's page that asks whether the tool may know who one is; `word` is `accept` or `cancel`. */
export async function answerConsent( page, word = 'accept' ) {
	await page.waitForURL( /Special:OAuth\/approve|Special%3AOAuth%2Fapprove/ );
	await page.click( `button[name="${ word }"]` );
}

/** From the tool's header to the wiki and back. */
export async function signInOnTool( tool, { page, name } ) {
	await page.goto( `${ tool }/` );
	await page.click( '.account a' );
	await answerConsent( page );
	await page.locator( '.account-name', { hasText: name } ).waitFor();
}

/** Signs in again on the tool; the wiki may ask again whether the tool may know them. */
export async function comeBack( tool, { page, name } ) {
	await page.goto( `${ tool }/` );
	const known = page.locator( '.account-name', { hasText: name } );
	if ( await known.count() ) {
		return;
	}
	await page.click( '.account a' );
	const consent = page.locator( 'button[name="accept"]' );
	await known.or( consent ).first().waitFor();
	if ( await consent.isVisible() ) {
		await consent.click();
		await known.waitFor();
	}
}

/** Ends the session on the tool. */
export async function signOut( tool, { page } ) {
	await page.goto( `${ tool }/` );
	await page.click( 'form[action="/sign-out"] button' );
	await page.locator( '.account a' ).waitFor();
}

/** The pop-up that lets the panel act for somebody: `open` makes it appear. */
export async function allowInPopup( { page }, open ) {
	const [ popup ] = await Promise.all( [ page.waitForEvent( 'popup' ), open() ] );
	const closed = new Promise( ( resolve ) => {
		popup.once( 'close', resolve );
	} );
	const consent = popup.locator( 'button[name="accept"]' );
	const allow = popup.locator( 'form[action="/sign-in/gadget"] button[type="submit"]' );
	await consent.or( allow ).first().waitFor();
	if ( await consent.isVisible() ) {
		await consent.click();
		await allow.waitFor();
	}
	await allow.click();
	await closed;
}

/** Those of the cast, signed in on the wiki and on the tool, by their keys. */
export async function signIn( settings, browser, keys ) {
	const signedIn = {};
	for ( const key of keys ) {
		const someone = await person( browser, CAST[ key ], password( CAST[ key ] ) );
		await signInOnWiki( settings.wiki, someone );
		await signInOnTool( settings.tool, someone );
		signedIn[ key ] = someone;
	}
	return signedIn;
}
