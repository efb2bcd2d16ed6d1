// Two members give feedback, one from the watchlist, one from the request's page; the secretary records the decision.
import { jobs, wikiIsUpToDate } from '../database.mjs';
import { ANONYMOUS, isNowhereOnTheWiki, isReadBy } from '../sight.mjs';
import { feedbackFromRequestPage, feedbackFromWatchlist, readsRequestPage, switchOnWatchlist } from '../gadget.mjs';
import { fill, openForm, act } from '../tool.mjs';

export async function committee( walk, world ) {
	const { people, settings, wiki } = world;
	const { bruno, chiyo, devi, amina } = people;
	const reference = () => world.main.reference;
	const users = [ 'Amina', 'Bruno', 'Chiyo', 'Devi', 'Elin', 'HelpdeskBot' ];
	let before;

	await walk.step( 'Bruno watches the request’s page and switches its state on in his watchlist', async () => {
		await wikiIsUpToDate( settings.database );
		await switchOnWatchlist( world, bruno );
		before = { wiki: await wiki.traces( world.main.page, users ), jobs: await jobs( settings.database ) };
	} );

	await walk.step( 'Bruno gives feedback from the watchlist row', async () => {
		await feedbackFromWatchlist( world, bruno, { position: 'support', priority: 'high', text: 'A gap worth filling, nightshade.' } );
		await isReadBy( world, reference(), 'nightshade', world.policy.committee.hide_positions_until_own ? [ 'bruno', 'devi' ] : [ 'bruno', 'chiyo', 'devi' ] );
	} );

	await walk.step( 'Chiyo gives her feedback from the request’s wiki page, and reads Bruno’s position after that, before it only if the policy says so', async () => {
		await readsRequestPage( world, chiyo, 'nightshade', !world.policy.committee.hide_positions_until_own );
		await feedbackFromRequestPage( world, chiyo, { position: 'concerns', text: 'The rights are not clear, wolfsbane.' } );
		await readsRequestPage( world, chiyo, 'nightshade', true );
	} );

	await walk.step( 'both positions are read by the committee and its secretary, and by nobody else', async () => {
		await isReadBy( world, reference(), 'nightshade', [ 'bruno', 'chiyo', 'devi' ] );
		await isReadBy( world, reference(), 'wolfsbane', [ 'bruno', 'chiyo', 'devi' ] );
		await readsRequestPage( world, amina, 'nightshade', false );
	} );

	await walk.step( 'the feedback left no trace on the wiki: no revision, no contribution, no recent change, no job', async () => {
		const after = { wiki: await wiki.traces( world.main.page, users ), jobs: await jobs( settings.database ) };
		if ( JSON.stringify( after ) !== JSON.stringify( before ) ) {
			throw new Error( `before: ${ JSON.stringify( before ) }\nafter: ${ JSON.stringify( after ) }` );
		}
		await isNowhereOnTheWiki( world, 'nightshade', 'wolfsbane' );
	} );

	await walk.step( 'Devi forgets the rationale: the form says so and keeps what she chose', async () => {
		const form = await openForm( world, devi, reference(), 'record-initial-decision' );
		await fill( form, { outcome: 'positive', priority: 'high' } );
		await form.locator( 'button[type="submit"]:not([formaction])' ).click();
		await devi.page.locator( '.field.invalid [name="rationale"]' ).waitFor();
		if ( !await devi.page.locator( '[name="priority"][value="high"]' ).isChecked() ) {
			throw new Error( 'the form forgot the priority' );
		}
	} );

	await walk.step( 'Devi records a positive decision with high priority, which everybody reads', async () => {
		await act( world, devi, reference(), 'record-initial-decision', {
			outcome: 'positive', priority: 'high', rationale: 'It fills a gap and teaches a skill, daffodil.'
		} );
		await isReadBy( world, reference(), 'daffodil', [ ...Object.keys( people ), ANONYMOUS ] );
		await isReadBy( world, reference(), 'nightshade', [ 'bruno', 'chiyo', 'devi', 'elin' ] );
		await wikiIsUpToDate( settings.database );
		const text = await wiki.text( world.main.page );
		if ( !text.includes( 'daffodil' ) || !text.includes( 'in-development' ) ) {
			throw new Error( `the wiki page does not show the decision: ${ text }` );
		}
		await isNowhereOnTheWiki( world, 'nightshade', 'wolfsbane' );
	} );
}
