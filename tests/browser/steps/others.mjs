// Requests that go other ways: entered for somebody, a small question, consent taken back, a withdrawal.
import { number, pageOf, wikiIsUpToDate } from '../database.mjs';
import { answerConsent, fillLogin, person, signOut } from '../people.mjs';
import { ANONYMOUS, isNowhereOnTheWiki, isReadBy, isThereFor } from '../sight.mjs';
import { act, fill, referenceOf } from '../tool.mjs';
import { PARTIES } from './gather.mjs';

const WORKING = [ 'bruno', 'chiyo', 'devi', 'elin' ];

export async function others( walk, world ) {
	const { people, settings, wiki } = world;
	const { amina, elin, outsider } = people;

	await walk.step( 'Elin enters a request that came by mail; only those who work on requests find it, and the address the staff alone', async () => {
		const { page } = elin;
		await page.goto( `${ settings.tool }/support-requests/new` );
		const form = page.locator( 'form.request-form' );
		await fill( form, {
			what: 'Dear Helpdesk,\nwe would like to share our maps, magnolia.\nBest, Ruth',
			on_behalf_of: 'Ruth of the Map Library', reach: 'mail', mail: 'ruth.lotus@example.org'
		} );
		const reference = await sendRequest( page );
		await isThereFor( world, reference, WORKING );
		await isReadBy( world, reference, 'ruth.lotus@example.org', [ 'elin' ] );
		await wikiIsUpToDate( settings.database );
		await isNowhereOnTheWiki( world, 'magnolia', 'ruth.lotus', 'Map Library' );
	} );

	let question;
	await walk.step( 'Outsider, signed out and without JavaScript, fills a small question in; it survives signing in', async () => {
		const plain = await person( world.browser, outsider.name, outsider.password, { javaScriptEnabled: false } );
		try {
			question = await askWithoutScript( world, plain );
		} finally {
			await plain.context.close();
		}
		await isThereFor( world, question, [ 'outsider', ...WORKING ] );
	} );

	await walk.step( 'Elin answers the small question; it is closed and counted apart', async () => {
		const small = () => number( settings.database, 'SELECT COUNT(*) FROM support_request WHERE outcome = \'answered\'' );
		const before = await small();
		await act( world, elin, question, 'answer-small-question', { answer: 'Yes, with the template for archives, azalea.' } );
		await isReadBy( world, question, 'azalea', [ 'outsider', ...WORKING ] );
		if ( await small() !== before + 1 ) {
			throw new Error( 'the small question is not counted' );
		}
	} );

	let second;
	await walk.step( 'Amina makes a second request without consent: nobody outside finds it, nothing of it is on the wiki', async () => {
		const { page } = amina;
		await page.goto( `${ settings.tool }/support-requests/new` );
		await fill( page.locator( 'form.request-form' ), {
			what: 'Could you teach us OpenRefine, camellia?', title: 'OpenRefine camellia course', reach: 'talk-page'
		} );
		second = await sendRequest( page );
		await isThereFor( world, second, PARTIES );
		await wikiIsUpToDate( settings.database );
		await isNowhereOnTheWiki( world, 'camellia' );
	} );

	await walk.step( 'Amina publishes it later, and then takes that back: the page is emptied and says that its history stays', async () => {
		await act( world, amina, second, 'give-consent', { shown_name: 'Amina' } );
		await wikiIsUpToDate( settings.database );
		const title = await pageOf( settings.database, second );
		if ( !( await wiki.text( title ) ).includes( 'camellia' ) ) {
			throw new Error( `${ title } does not have the request` );
		}
		await isThereFor( world, second, [ ...Object.keys( people ), ANONYMOUS ] );
		await act( world, amina, second, 'take-consent-back' );
		await wikiIsUpToDate( settings.database );
		if ( ( await wiki.text( title ) ).includes( 'Could you teach' ) ) {
			throw new Error( `${ title } still has the request` );
		}
		await isThereFor( world, second, PARTIES );
	} );

	await walk.step( 'Amina withdraws it; those who work on requests see that, nobody else', async () => {
		await act( world, amina, second, 'withdraw', { reason: 'We found a course, begonia.' } );
		await isReadBy( world, second, 'begonia', PARTIES );
		await isNowhereOnTheWiki( world, 'begonia' );
	} );

	await walk.step( 'Amina signs out and finds nothing of hers in that browser', async () => {
		await signOut( settings.tool, amina );
		const answer = await amina.page.goto( `${ settings.tool }/support-requests/${ second }` );
		if ( answer.status() !== 404 ) {
			throw new Error( `signed out, Amina's request answers ${ answer.status() }` );
		}
	} );
}

async function sendRequest( page ) {
	await page.click( 'button[name="step"][value="preview"]' );
	await page.click( 'button[name="step"][value="send"]' );
	await page.locator( '.notice.success' ).waitFor();
	return referenceOf( page );
}

async function askWithoutScript( { settings }, plain ) {
	const { page } = plain;
	await page.goto( `${ settings.tool }/support-requests/new` );
	await fill( page.locator( 'form.request-form' ), {
		what: 'May we share photos of coins from 1950, tulip?', reach: 'mail', mail: 'outsider.orchid@example.org'
	} );
	await page.click( 'button[name="step"][value="preview"]' );
	await page.locator( 'main', { hasText: 'tulip' } ).waitFor();
	await page.locator( 'main a.button.primary' ).click();
	await fillLogin( page, plain.name, plain.password );
	await answerConsent( page );
	await page.locator( 'main', { hasText: 'tulip' } ).waitFor();
	await page.click( 'button[name="step"][value="send"]' );
	await page.locator( '.notice.success' ).waitFor();
	return referenceOf( page );
}
