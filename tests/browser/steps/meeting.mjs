// A meeting: notes and a decision are typed while it is held, and its minutes go to the wiki.
import { rows } from '../database.mjs';
import { isNowhereOnTheWiki } from '../sight.mjs';
import { fill } from '../tool.mjs';
import { until } from '../until.mjs';
import { say } from '../words.mjs';

export async function meeting( walk, world ) {
	const { people, settings, wiki } = world;
	const { devi, bruno } = people;
	let address, other;

	await walk.step( 'Devi plans a meeting, and everybody sees when it is on their own clock', async () => {
		await devi.page.goto( `${ settings.tool }/meetings/new` );
		const day = new Date().toISOString().slice( 0, 10 );
		const form = devi.page.locator( 'form[action="/meetings/new"]' );
		await fill( form, { day, time: '00:00', zone: 'UTC', minutes: '90', place: 'https://meet.example.org/hellebore' } );
		await form.locator( 'button[type="submit"]' ).click();
		await devi.page.locator( '.notice.success' ).waitFor();
		address = new URL( devi.page.url() ).pathname;
		const list = await ( await world.anonymous.get( `${ settings.tool }/meetings?tz=Asia/Jakarta` ) ).text();
		if ( !list.includes( '07:00 (Asia/Jakarta, UTC+07:00)' ) || list.includes( 'hellebore' ) ) {
			throw new Error( `the list of meetings: ${ list }` );
		}
		const feed = await ( await world.anonymous.get( `${ settings.tool }/meetings.ics` ) ).text();
		if ( !feed.includes( `UID:${ address.split( '/' ).pop() }@` ) || feed.includes( 'hellebore' ) ) {
			throw new Error( `the calendar: ${ feed }` );
		}
	} );

	await walk.step( 'Devi types notes about the request, for the minutes and not for them', async () => {
		await devi.page.goto( `${ settings.tool }${ address }/notes?item=${ world.main.reference }` );
		const form = devi.page.locator( 'form[action$="/notes"]' );
		await fill( form, { public_note: 'The first files come in spring, larkspur.', internal_note: 'Ask the board, foxglove.' } );
		await form.locator( 'button[type="submit"]' ).click();
		await devi.page.locator( '.notice.success' ).waitFor();
	} );

	await walk.step( 'a decision that Devi types in the meeting is the committee’s', async () => {
		[ [ other ] ] = await rows( settings.database, 'SELECT reference FROM support_request WHERE stage = \'awaiting-go\' ORDER BY received_at LIMIT 1' );
		await devi.page.goto( `${ settings.tool }${ address }` );
		await devi.page.locator( `#sheet-${ other } a[href$="/notes?item=${ other }"]` ).click();
		const form = devi.page.locator( 'form[action$="/notes"]' );
		await fill( form, { outcome: 'go', rationale: 'Everything is there, gentian.' } );
		await form.locator( 'button[type="submit"]' ).click();
		await devi.page.locator( '.notice.success' ).waitFor();
		await bruno.page.goto( `${ settings.tool }/support-requests/${ other }` );
		const text = await bruno.page.locator( 'main' ).innerText();
		if ( !text.includes( 'gentian' ) || !text.includes( say( 'helpdesk-stage-in-support' ) ) ) {
			throw new Error( `the request does not show the decision: ${ text }` );
		}
	} );

	await walk.step( 'the minutes on the wiki say what everybody may read, and nothing else', async () => {
		await devi.page.goto( `${ settings.tool }${ address }/minutes` );
		await devi.page.locator( 'form[action$="/minutes"] button[type="submit"]' ).click();
		await devi.page.locator( '.notice.success' ).waitFor();
		const title = `${ world.policy.wiki.minutes_prefix }${ new Date().toISOString().slice( 0, 10 ) }`;
		const text = await until( 'the minutes are on the wiki', () => wiki.text( title ) );
		for ( const word of [ 'larkspur', 'daffodil', 'peony' ] ) {
			if ( !text.includes( word ) ) {
				throw new Error( `the minutes lack ${ word }: ${ text }` );
			}
		}
		await isNowhereOnTheWiki( world, 'foxglove', 'gentian', 'hellebore' );
	} );
}
