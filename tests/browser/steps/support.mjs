// Support, follow-up, lessons, and the end.
import { wikiIsUpToDate } from '../database.mjs';
import { ANONYMOUS, isReadBy } from '../sight.mjs';
import { act, stage } from '../tool.mjs';
import { say } from '../words.mjs';

export async function support( walk, world ) {
	const { people, settings, wiki } = world;
	const { amina, elin } = people;
	const reference = () => world.main.reference;
	const everybody = [ ...Object.keys( people ), ANONYMOUS ];

	await walk.step( 'Elin records a delivery with a link, which everybody reads', async () => {
		await act( world, elin, reference(), 'record-delivery', {
			what: '412 photographs were uploaded, gentian.', link: 'https://commons.wikimedia.org/wiki/Category:Example'
		} );
		await isReadBy( world, reference(), 'gentian', everybody );
	} );

	await walk.step( 'Elin finishes the support', async () => {
		await act( world, elin, reference(), 'finish-support', { summary: 'Upload and a training, primrose.' } );
		await isReadBy( world, reference(), 'primrose', everybody );
	} );

	await walk.step( 'Elin records what was learned, and closes the request as delivered', async () => {
		await act( world, elin, reference(), 'record-lessons', {
			context: 'A small museum without staff for metadata, crocus.',
			done: 'We cleaned the table together.',
			worked: 'Short calls worked, long mails did not.',
			reuse: 'The cleaning recipe.'
		} );
		await act( world, elin, reference(), 'close', { outcome: 'delivered', reason: 'All that was asked for is there, hyacinth.' } );
		await isReadBy( world, reference(), 'crocus', everybody );
		await isReadBy( world, reference(), 'hyacinth', everybody );
	} );

	await walk.step( 'Amina sees that her request is closed, on the tool, on its wiki page and by a note on her talk page', async () => {
		if ( await stage( world, amina, reference() ) !== say( 'helpdesk-stage-closed' ) ) {
			throw new Error( 'Amina’s page shows another stage' );
		}
		await wikiIsUpToDate( settings.database );
		const text = await wiki.text( world.main.page );
		for ( const word of [ 'closed', 'delivered', 'gentian', 'crocus' ] ) {
			if ( !text.includes( word ) ) {
				throw new Error( `the wiki page does not say “${ word }”: ${ text }` );
			}
		}
		const notes = ( await wiki.history( 'User talk:Amina' ) ).length;
		if ( notes < 3 ) {
			throw new Error( `the question, the decisions and the closing left only ${ notes } notes` );
		}
	} );
}
