// The project is worked out along the checklist, and the committee gives its final go.
import { wikiIsUpToDate } from '../database.mjs';
import { isNowhereOnTheWiki, isReadBy } from '../sight.mjs';
import { act, open, reasonWhyOff, send } from '../tool.mjs';
import { say } from '../words.mjs';
import { PARTIES } from './gather.mjs';

const ROLE_OF = [ [ 'staff', 'elin' ], [ 'committee', 'bruno' ], [ 'secretary', 'devi' ] ];

export async function develop( walk, world ) {
	const { people, settings, wiki } = world;
	const { bruno, chiyo, devi, elin } = people;
	const reference = () => world.main.reference;

	await walk.step( 'Elin cannot ask for the final go yet, and the page says which points come first', async () => {
		const required = world.policy.checklist.filter( ( item ) => item.required );
		const reason = await reasonWhyOff( world, elin, reference(), say( 'helpdesk-command-mark-ready-for-go' ) );
		if ( required.length && !required.some( ( item ) => reason.includes( item.label ) || reason.includes( item.id ) ) ) {
			throw new Error( `the reason names no point of the checklist: ${ reason }` );
		}
	} );

	await walk.step( 'the required points of the checklist are ticked by those whose points they are, with notes that outsiders do not read', async () => {
		const required = world.policy.checklist.filter( ( item ) => item.required );
		for ( const item of required ) {
			const [ , key ] = ROLE_OF.find( ( [ role ] ) => item.who.includes( role ) ) || [];
			if ( !key ) {
				throw new Error( `nobody in this story may tick ${ item.id }: ${ item.who }` );
			}
			await tick( world, people[ key ], item.id );
		}
		await isReadBy( world, reference(), 'marigold', PARTIES );
	} );

	await walk.step( 'Elin asks for the final go', async () => {
		await act( world, elin, reference(), 'mark-ready-for-go', { summary: 'All points are clear, snapdragon.' } );
		await isReadBy( world, reference(), 'snapdragon', PARTIES );
	} );

	await walk.step( 'in the second round a member’s position is hidden from the other until that one’s own, where the policy says so', async () => {
		await act( world, chiyo, reference(), 'give-feedback', { position: 'support', text: 'Ready, wisteria.' } );
		await isReadBy( world, reference(), 'wisteria', world.policy.committee.hide_positions_until_own ? [ 'chiyo', 'devi' ] : [ 'bruno', 'chiyo', 'devi' ] );
		await act( world, bruno, reference(), 'give-feedback', { position: 'support', text: 'Yes, jasmine.' } );
		await isReadBy( world, reference(), 'wisteria', [ 'bruno', 'chiyo', 'devi' ] );
		await isReadBy( world, reference(), 'jasmine', [ 'bruno', 'chiyo', 'devi' ] );
	} );

	await walk.step( 'Devi records the final go, which everybody reads', async () => {
		await act( world, devi, reference(), 'record-go-decision', { outcome: 'go', rationale: 'Well prepared, peony.' } );
		await isReadBy( world, reference(), 'peony', [ ...Object.keys( people ), 'anonymous' ] );
		await wikiIsUpToDate( settings.database );
		const text = await wiki.text( world.main.page );
		if ( !text.includes( 'peony' ) || !text.includes( 'in-support' ) ) {
			throw new Error( `the wiki page does not show the go: ${ text }` );
		}
		await isNowhereOnTheWiki( world, 'wisteria', 'jasmine', 'marigold', 'snapdragon' );
	} );
}

async function tick( world, someone, item ) {
	const { reference } = world.main;
	await open( world, someone, reference );
	await someone.page.locator( `a[href$="/set-checklist-item?item=${ item }"]` ).click();
	const form = someone.page.locator( 'form[action$="/set-checklist-item"]' );
	await send( world, someone, form, { state: 'done', note: 'Looked at, marigold.', link: 'https://example.org/evidence' } );
}
