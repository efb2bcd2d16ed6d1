// A committee with seats: two rounds, a recusal, a position on an earlier text, a rule that only a third region meets,
// a ranking with room for three, and a decision whose reply is drafted and sent. Where the policy has no such rule, the
// steps say that nothing is counted.
import { mailPauseIsOver } from '../database.mjs';
import { comeBack, person, signInOnTool, signInOnWiki, signOut } from '../people.mjs';
import { arrives, wentOnlyTo } from '../postbox.mjs';
import { isNowhereOnTheWiki, isOpenTo, isReadBy, isThereFor } from '../sight.mjs';
import { password } from '../settings.mjs';
import { act, fill, open, openForm, referenceOf, send } from '../tool.mjs';
import { say } from '../words.mjs';
import { PARTIES } from './gather.mjs';

/** Members of the demo's committee who come for this part alone: Rosa has Bruno's region, the others one of their own. */
const GUESTS = { rosa: 'Rosa', imani: 'Imani', hakim: 'Hakim' };
const ADDRESS = 'amina.marigold@example.org';
const TITLES = [ 'Lighthouse keepers', 'Ferry timetables', 'Harbour maps', 'Fishing songs' ];
/** Who discusses after Hakim stood aside. */
const VOICES = [ 'bruno', 'chiyo', 'devi', 'imani', 'rosa' ];
const ALL = [ ...PARTIES, ...Object.keys( GUESTS ) ];
const WITHOUT_HAKIM = ALL.filter( ( name ) => name !== 'hakim' );

export async function deliberate( walk, world ) {
	const { people, policy, settings } = world;
	const { amina, bruno, chiyo, devi, elin } = people;
	const references = [];

	await walk.step( 'three more members come; the seats are seen by those who work with the committee, and by the steward', async () => {
		await Promise.all( Object.entries( GUESTS ).map( async ( [ key, name ] ) => {
			people[ key ] = await person( world.browser, name, password( name ) );
			await signInOnWiki( settings.wiki, people[ key ] );
			await signInOnTool( settings.tool, people[ key ] );
		} ) );
		await isOpenTo( world, '/seats', [ ...WITHOUT_HAKIM.filter( ( name ) => name !== 'amina' ), 'hakim', 'farid' ] );
	} );

	await walk.step( 'Amina comes back with four requests, and Elin brings them before the committee with ten hours each', async () => {
		await comeBack( settings.tool, amina );
		for ( const title of TITLES ) {
			references.push( await ask( world, amina, title ) );
		}
		for ( const reference of references ) {
			await act( world, elin, reference, 'acknowledge' );
			await act( world, elin, reference, 'estimate-effort', { hours: '10' } );
			await act( world, elin, reference, 'mark-ready-for-committee' );
		}
		await isThereFor( world, references[ 0 ], ALL );
	} );

	await walk.step( 'Bruno gives a position, then the request is changed: no decision is recorded unawares, and Bruno is shown the difference and asked once', async () => {
		const [ reference ] = references;
		await act( world, bruno, reference, 'give-feedback', { position: 'support', text: 'A gap, cowslip.' } );
		await isReadBy( world, reference, 'cowslip', policy.committee.hide_positions_until_own ? [ 'bruno', 'devi' ] : [ ...VOICES, 'hakim' ] );
		// Where the requester's own time for changes is over, the staff writes down what they say.
		const may = [ 'with-committee', 'in-development', 'awaiting-go', 'in-support', 'follow-up' ].includes( policy.editing.requester_until );
		await act( world, may ? amina : elin, reference, 'edit', { what: 'Photographs and diaries too, burdock.' } );
		await isReadBy( world, reference, 'burdock', ALL );
		await cannotDecideUnawares( world, devi, reference );
		await open( world, bruno, reference );
		await bruno.page.locator( '.notice .difference ins', { hasText: 'burdock' } ).waitFor();
		await bruno.page.locator( '.notice form button.primary', { hasText: say( 'helpdesk-site-stale-holds' ) } ).click();
		await bruno.page.locator( '.notice.success' ).waitFor();
		if ( await bruno.page.locator( '.difference' ).count() ) {
			throw new Error( 'Bruno is asked twice' );
		}
	} );

	await walk.step( 'Hakim stands aside and reads no more than the title; Chiyo gives a position, and the rule names who can still bring it about', async () => {
		const [ reference ] = references;
		await act( world, people.hakim, reference, 'stand-aside' );
		await isReadBy( world, reference, 'burdock', WITHOUT_HAKIM );
		await act( world, chiyo, reference, 'give-feedback', { position: 'need-more', text: 'Who holds the rights, hellebore?' } );
		await isReadBy( world, reference, 'hellebore', policy.committee.hide_positions_until_own ? [ 'bruno', 'chiyo', 'devi' ] : VOICES );
		const rule = await ruleOf( world, devi, reference );
		if ( policy.committee.rule && !( rule.includes( say( 'helpdesk-site-rule-open' ) ) && rule.includes( 'Imani' ) && !rule.includes( 'Rosa' ) ) ) {
			throw new Error( `only Imani's region is a third one, and the rule says: ${ rule }` );
		}
		if ( ( await ruleOf( world, amina, reference ) ) || await ruleOf( world, elin, reference ) ) {
			throw new Error( 'those who do not see positions are told how many there are' );
		}
	} );

	await walk.step( 'the committee talks among itself, and Imani is named; the Helpdesk, Amina and Hakim read nothing of it', async () => {
		const [ reference ] = references;
		await act( world, bruno, reference, 'discuss', { text: 'Do you know them, @Imani? monkshood' } );
		await isReadBy( world, reference, 'monkshood', VOICES );
		await open( world, people.imani, reference );
		await people.imani.page.locator( '.notice', { hasText: say( 'helpdesk-site-discussion-you' ) } ).waitFor();
	} );

	await walk.step( 'Devi records that more is needed; a second round begins from zero and shows to the committee what was said in the first', async () => {
		const [ reference ] = references;
		await act( world, devi, reference, 'record-initial-decision', { outcome: 'needs-more', rationale: 'The rights have to be clear, tansy.' } );
		await isReadBy( world, reference, 'tansy', WITHOUT_HAKIM );
		await act( world, elin, reference, 'mark-ready-for-committee', { summary: 'The keepers hold the rights.' } );
		await open( world, devi, reference );
		const round = await devi.page.locator( 'section[aria-labelledby="feedback"]' ).innerText();
		if ( round.includes( 'cowslip' ) || !round.includes( say( 'helpdesk-site-round-initial' ).replace( '$1', '2' ) ) ) {
			throw new Error( `the second round shows: ${ round }` );
		}
		await devi.page.locator( 'section[aria-labelledby="rounds"] summary' ).click();
		await devi.page.locator( 'section[aria-labelledby="rounds"]', { hasText: 'cowslip' } ).waitFor();
		await isReadBy( world, reference, 'cowslip', [ ...VOICES, 'elin' ] );
	} );

	await walk.step( 'in the second round three positions from two regions do not meet the rule, and Imani’s, from a third region, does', async () => {
		const [ reference ] = references;
		for ( const someone of [ bruno, people.rosa, chiyo ] ) {
			await act( world, someone, reference, 'give-feedback', { position: 'support', priority: 'high' } );
		}
		const before = await ruleOf( world, devi, reference );
		await act( world, people.imani, reference, 'give-feedback', { position: 'support', text: 'Yes, mallow.' } );
		const after = await ruleOf( world, devi, reference );
		await isReadBy( world, reference, 'mallow', VOICES );
		const says = ( text, key ) => text.includes( say( `helpdesk-site-rule-${ key }` ) );
		const expected = policy.committee.rule ? says( before, 'open' ) && says( after, 'met' ) : before + after === '';
		if ( !expected ) {
			throw new Error( `before Imani's position the rule says: ${ before }\nand after it: ${ after }` );
		}
	} );

	await walk.step( 'three members rank in private; the page shows their order and the line where thirty hours end, after three', async () => {
		await isOpenTo( world, '/ranking', [ ...VOICES, 'elin', 'hakim' ] );
		await devi.page.goto( `${ settings.tool }/ranking` );
		await devi.page.fill( '#hours', '30' );
		await devi.page.locator( 'form[action="/ranking/hours"] button' ).click();
		await devi.page.locator( '.notice.success' ).waitFor();
		for ( const someone of [ bruno, chiyo, people.imani ] ) {
			await rank( world, someone, references );
		}
		await devi.page.goto( `${ settings.tool }/ranking` );
		const above = await devi.page.locator( '.ranking li.card:not(.below) h3' ).allInnerTexts();
		if ( above.join() !== TITLES.slice( 0, 3 ).join() ) {
			throw new Error( `above the line: ${ above.join( '; ' ) }` );
		}
		await people.hakim.page.goto( `${ settings.tool }/ranking` );
		const seen = await people.hakim.page.locator( 'main' ).innerText();
		if ( seen.includes( TITLES[ 0 ] ) || !seen.includes( TITLES[ 1 ] ) ) {
			throw new Error( `Hakim, who stands aside from ${ TITLES[ 0 ] }, sees: ${ seen }` );
		}
	} );

	await walk.step( 'Rosa moves a request by keys, which is told to who does not see it, and another by dragging; nothing is sent before she saves', async () => {
		const { page } = people.rosa;
		await page.goto( `${ settings.tool }/ranking` );
		const list = page.locator( 'form[action="/ranking/ballot"] ol.places' );
		const order = async () => ( await list.locator( 'li' ).evaluateAll( ( items ) => items.map( ( item ) => `${ item.querySelector( 'label' ).textContent } ${ item.querySelector( 'input' ).value }` ) ) );
		const values = () => list.locator( 'input.place' ).evaluateAll( ( inputs ) => inputs.map( ( input ) => input.value ).join() );
		const names = await list.locator( 'label' ).allInnerTexts();
		const before = await values();
		await list.locator( 'input.place' ).nth( 1 ).press( 'Alt+ArrowUp' );
		const told = await list.locator( '+ [role="status"]' ).innerText();
		const expected = say( 'helpdesk-site-ranking-moved' ).replace( '$1', names[ 1 ] ).replace( '$2', '1' ).replace( '$3', String( names.length ) );
		if ( ( await order() )[ 0 ] !== `${ names[ 1 ] } 1` || told !== expected ) {
			throw new Error( `after a key: “${ told }”; ${ ( await order() ).join( '; ' ) }` );
		}
		if ( !await page.evaluate( () => document.activeElement.matches( 'ol.places li:first-child input' ) ) ) {
			throw new Error( 'the focus did not move along' );
		}
		await list.locator( 'li' ).nth( 2 ).dragTo( list.locator( 'li' ).first(), { sourcePosition: { x: 4, y: 4 }, targetPosition: { x: 4, y: 4 } } );
		const dragged = await order();
		if ( dragged[ 0 ] !== `${ names[ 2 ] } 1` || dragged[ 1 ] !== `${ names[ 1 ] } 2` ) {
			throw new Error( `after dragging: ${ dragged.join( '; ' ) }` );
		}
		await page.reload();
		if ( await values() !== before || ( await list.locator( 'label' ).allInnerTexts() ).join() !== names.join() ) {
			throw new Error( `without saving there is: ${ await values() }` );
		}
	} );

	await walk.step( 'Devi has the reply drafted, changes it, and records the decision with it; Amina and those who work on it read both, nobody else does', async () => {
		const [ reference ] = references;
		const form = await openForm( world, devi, reference, 'record-initial-decision' );
		await fill( form, { outcome: 'positive', priority: 'high', rationale: 'The keepers will not be here for long, sorrel.' } );
		await form.locator( 'button[formaction$="/reply"]' ).click();
		const again = devi.page.locator( 'form.card' );
		const draft = await again.locator( '[name="reply"]' ).inputValue();
		if ( !draft.includes( 'sorrel' ) || !draft.includes( 'Amina' ) ) {
			throw new Error( `the draft says: ${ draft }` );
		}
		await send( world, devi, again, { reply: `${ draft }\n\nThe first talk is on Monday, betony.` } );
		await isReadBy( world, reference, 'betony', WITHOUT_HAKIM );
		await isReadBy( world, reference, 'sorrel', WITHOUT_HAKIM );
		await isNowhereOnTheWiki( world, 'cowslip', 'burdock', 'monkshood', 'mallow', 'sorrel', 'betony' );
	} );

	await walk.step( 'Elin looks through the letter that has the reply, which nobody else can open, and sends it; Amina has it by mail, and nobody else', async () => {
		const [ reference ] = references;
		await open( world, elin, reference );
		await elin.page.locator( '.mail-list a[href^="/letters/"]' ).first().click();
		const text = elin.page.locator( '#text' );
		if ( !( await text.inputValue() ).includes( 'betony' ) ) {
			throw new Error( `the letter says: ${ await text.inputValue() }` );
		}
		await isOpenTo( world, new URL( elin.page.url() ).pathname, [ 'elin' ] );
		await elin.page.click( 'button[name="step"][value="send"]' );
		await elin.page.locator( '.notice.success' ).waitFor();
		await mailPauseIsOver( settings.database );
		await arrives( settings.mail, ADDRESS, 'betony' );
		await wentOnlyTo( settings.mail, 'betony', [ ADDRESS ] );
	} );

	await walk.step( 'the guests leave, and Amina signs out', async () => {
		for ( const key of Object.keys( GUESTS ) ) {
			await people[ key ].context.close();
			delete people[ key ];
		}
		await signOut( settings.tool, amina );
	} );
}

async function ask( { settings }, { page }, title ) {
	await page.goto( `${ settings.tool }/support-requests/new` );
	await fill( page.locator( 'form.request-form' ), {
		what: `We would like to share ${ title }.`, title, reach: 'mail', mail: ADDRESS
	} );
	await page.click( 'button[name="step"][value="preview"]' );
	await page.click( 'button[name="step"][value="send"]' );
	await page.locator( '.notice.success' ).waitFor();
	return referenceOf( page );
}

/** While a position was given on an earlier text, the form asks for a tick that one knows, and records nothing without. */
async function cannotDecideUnawares( world, { page }, reference ) {
	const form = await openForm( world, { page }, reference, 'record-initial-decision' );
	await fill( form, { outcome: 'positive', priority: 'low', rationale: 'As it was.' } );
	await form.locator( '[name="stale_known"]' ).waitFor();
	await form.locator( 'button[type="submit"]:not([formaction])' ).click();
	await page.locator( '.notice.error' ).waitFor();
}

/** What the rule says of the round under way; nothing where nothing is said. */
async function ruleOf( world, someone, reference ) {
	await open( world, someone, reference );
	const rule = someone.page.locator( '.rule' );
	return await rule.count() ? rule.innerText() : '';
}

/** Ours first, in their order, and all others after them. */
async function rank( { settings }, { page }, references ) {
	await page.goto( `${ settings.tool }/ranking` );
	const inputs = page.locator( 'form[action="/ranking/ballot"] input.place' );
	let after = references.length;
	for ( let n = 0; n < await inputs.count(); n++ ) {
		const name = await inputs.nth( n ).getAttribute( 'name' );
		const own = references.findIndex( ( reference ) => name === `place.${ reference }` );
		await inputs.nth( n ).fill( String( own < 0 ? ++after : own + 1 ) );
	}
	await page.click( 'form[action="/ranking/ballot"] button.primary' );
	await page.locator( '.notice.success' ).waitFor();
}
