// The Helpdesk takes the request up, asks, gets an answer, and asks the committee.
import { wikiIsUpToDate } from '../database.mjs';
import { isNowhereOnTheWiki, isReadBy } from '../sight.mjs';
import { act, stage } from '../tool.mjs';
import { say } from '../words.mjs';

export const PARTIES = [ 'amina', 'bruno', 'chiyo', 'devi', 'elin' ];

export async function gather( walk, world ) {
	const { people, settings, wiki } = world;
	const { amina, elin } = people;
	const reference = () => world.main.reference;

	await walk.step( 'Elin finds the request in the queue and takes it up with a message that outsiders do not read', async () => {
		await elin.page.goto( `${ settings.tool }/queue` );
		await elin.page.fill( '#search-text', world.main.title );
		await elin.page.click( '.filters button[type="submit"]' );
		await elin.page.locator( `a.request-title[href$="${ reference() }"]` ).click();
		await act( world, elin, reference(), 'acknowledge', { message: 'Thank you, bluebell. We read it this week.' } );
		await isReadBy( world, reference(), 'bluebell', PARTIES );
		await wikiIsUpToDate( settings.database );
		const text = await wiki.text( world.main.page );
		if ( !/gathering/.test( text ) ) {
			throw new Error( `the wiki page does not say that it was taken up: ${ text }` );
		}
	} );

	await walk.step( 'Elin asks Amina a question, which outsiders do not read', async () => {
		await act( world, elin, reference(), 'ask-requester', { question: 'Who holds the rights, oleander?' } );
		await isReadBy( world, reference(), 'oleander', PARTIES );
		await isNowhereOnTheWiki( world, 'oleander', 'bluebell' );
	} );

	await walk.step( 'Amina finds a note on her talk page that says only that something waits, and where', async () => {
		await wikiIsUpToDate( settings.database );
		await amina.page.goto( wiki.address( 'User talk:Amina' ) );
		await amina.page.locator( '#mw-content-text', { hasText: 'Helpdesk' } ).waitFor();
		const text = await wiki.text( 'User talk:Amina' );
		if ( !text || !text.includes( reference() ) && !text.includes( world.main.page ) ) {
			throw new Error( `the talk page does not say where: ${ text }` );
		}
	} );

	await walk.step( 'Amina answers', async () => {
		await act( world, amina, reference(), 'answer-question', { answer: 'The museum does, foxglove.' } );
		await isReadBy( world, reference(), 'foxglove', PARTIES );
	} );

	await walk.step( 'Elin leaves a private note that the staff alone read', async () => {
		await act( world, elin, reference(), 'add-private-note', { note: 'Their director called, hemlock.' } );
		await isReadBy( world, reference(), 'hemlock', [ 'elin' ] );
	} );

	await walk.step( 'Elin logs two hours, which neither Amina nor outsiders see', async () => {
		await act( world, elin, reference(), 'log-effort', { hours: '1:30', on: 'Looking at samples, larkspur' } );
		await isReadBy( world, reference(), 'larkspur', [ 'bruno', 'chiyo', 'devi', 'elin' ] );
	} );

	await walk.step( 'Elin asks the committee for feedback, and the wiki page says that it is with the committee', async () => {
		await act( world, elin, reference(), 'mark-ready-for-committee', { summary: 'Look at the rights first, valerian.' } );
		await isReadBy( world, reference(), 'valerian', PARTIES );
		await wikiIsUpToDate( settings.database );
		const text = await wiki.text( world.main.page );
		if ( !/with-committee/.test( text ) ) {
			throw new Error( `the wiki page does not show the stage: ${ text }` );
		}
		await isNowhereOnTheWiki( world, 'foxglove', 'hemlock', 'larkspur', 'valerian', world.main.mail );
		if ( await stage( world, amina, reference() ) !== say( 'helpdesk-stage-with-committee' ) ) {
			throw new Error( 'Amina’s page shows another stage' );
		}
	} );
}
