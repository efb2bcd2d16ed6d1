// A committee with seats: two rounds, a recusal, a position on an earlier text, a rule that only a third region meets,
// a ranking with room for three, and a decision whose reply is drafted.
import { ANONYMOUS, isOpenTo, isReadBy } from '../sight.mjs';
import { act, fill, open, openForm, referenceOf, send } from '../tool.mjs';
import { say } from '../words.mjs';

const SEATS = {
	bruno: 'latin-america-caribbean', farid: 'latin-america-caribbean',
	chiyo: 'east-southeast-asia-pacific', outsider: 'middle-east-north-africa'
};
const TITLES = [ 'Lighthouse keepers', 'Ferry timetables', 'Harbour maps', 'Fishing songs' ];

export async function deliberate( walk, world ) {
	const { people } = world;
	const { amina, bruno, chiyo, devi, elin, farid, outsider } = people;
	const references = [];

	await walk.step( 'Farid gives two more people the role of a member, and seats four', async () => {
		for ( const name of [ farid.name, outsider.name ] ) {
			await giveRole( world, farid, name );
		}
		for ( const [ key, region ] of Object.entries( SEATS ) ) {
			await seat( world, farid, people[ key ].name, region );
		}
		await isOpenTo( world, '/seats', [ 'bruno', 'chiyo', 'devi', 'elin', 'farid', 'outsider' ] );
	} );

	await walk.step( 'Amina comes back with four requests, and Elin brings them before the committee with ten hours each', async () => {
		await comeBack( world, amina );
		for ( const title of TITLES ) {
			references.push( await ask( world, amina, title ) );
		}
		for ( const reference of references ) {
			await act( world, elin, reference, 'acknowledge' );
			await act( world, elin, reference, 'estimate-effort', { hours: '10' } );
			await act( world, elin, reference, 'mark-ready-for-committee' );
		}
	} );

	await walk.step( 'Bruno gives a position, Amina changes the request, and Bruno is shown the difference and asked once', async () => {
		const [ reference ] = references;
		await act( world, bruno, reference, 'give-feedback', { position: 'support', text: 'A gap, foxglove.' } );
		await act( world, amina, reference, 'edit', { what: 'Photographs and diaries too, larkspur.' } );
		await open( world, bruno, reference );
		await bruno.page.locator( '.difference ins', { hasText: 'larkspur' } ).waitFor();
		await bruno.page.locator( '.notice form button.primary', { hasText: say( 'helpdesk-site-stale-holds' ) } ).click();
		await bruno.page.locator( '.notice.success' ).waitFor();
		if ( await bruno.page.locator( '.difference' ).count() ) {
			throw new Error( 'Bruno is asked twice' );
		}
	} );

	await walk.step( 'Farid stands aside, Chiyo gives a position, and the rule says that only a third region can meet it', async () => {
		const [ reference ] = references;
		await act( world, farid, reference, 'stand-aside' );
		await act( world, chiyo, reference, 'give-feedback', { position: 'need-more', text: 'Who holds the rights, hellebore?' } );
		await open( world, devi, reference );
		const rule = await devi.page.locator( '.rule' ).innerText();
		if ( !rule.includes( say( 'helpdesk-site-rule-open' ) ) || !rule.includes( 'Outsider' ) ) {
			throw new Error( `the rule says: ${ rule }` );
		}
		await isReadBy( world, reference, 'hellebore', [ 'bruno', 'chiyo', 'devi' ] );
	} );

	await walk.step( 'the committee talks among itself, and Outsider is named; the Helpdesk, Amina and Farid read nothing of it', async () => {
		const [ reference ] = references;
		await act( world, bruno, reference, 'discuss', { text: 'Do you know them, @Outsider? monkshood' } );
		await isReadBy( world, reference, 'monkshood', [ 'bruno', 'chiyo', 'devi', 'outsider' ] );
	} );

	await walk.step( 'Devi records that more is needed; a second round begins from zero and shows what was said in the first', async () => {
		const [ reference ] = references;
		await act( world, devi, reference, 'record-initial-decision', { outcome: 'needs-more', rationale: 'The rights have to be clear, periwinkle.' } );
		await act( world, elin, reference, 'mark-ready-for-committee', { summary: 'The keepers hold the rights.' } );
		await open( world, devi, reference );
		const round = await devi.page.locator( 'section[aria-labelledby="feedback"]' ).innerText();
		if ( round.includes( 'foxglove' ) || !round.includes( say( 'helpdesk-site-round-initial' ).replace( '$1', '2' ) ) ) {
			throw new Error( `the second round shows: ${ round }` );
		}
		await devi.page.locator( 'section[aria-labelledby="rounds"] summary' ).click();
		await devi.page.locator( 'section[aria-labelledby="rounds"]', { hasText: 'foxglove' } ).waitFor();
	} );

	await walk.step( 'in the second round the rule is met when Outsider, of a third region, gives a position', async () => {
		const [ reference ] = references;
		for ( const someone of [ bruno, chiyo ] ) {
			await act( world, someone, reference, 'give-feedback', { position: 'support', priority: 'high' } );
		}
		if ( await ruleOf( world, devi, reference ) !== say( 'helpdesk-site-rule-open' ) ) {
			throw new Error( 'two regions meet a rule that needs three' );
		}
		await act( world, outsider, reference, 'give-feedback', { position: 'support' } );
		if ( await ruleOf( world, devi, reference ) !== say( 'helpdesk-site-rule-met' ) ) {
			throw new Error( 'three regions do not meet the rule' );
		}
	} );

	await walk.step( 'three members rank in private; the page shows their order and the line where thirty hours end, after three', async () => {
		await devi.page.goto( `${ world.settings.tool }/ranking` );
		await devi.page.fill( '#hours', '30' );
		await devi.page.locator( 'form[action="/ranking/hours"] button' ).click();
		await devi.page.locator( '.notice.success' ).waitFor();
		for ( const someone of [ bruno, chiyo, outsider ] ) {
			await rank( world, someone, references );
		}
		await devi.page.goto( `${ world.settings.tool }/ranking` );
		const above = await devi.page.locator( '.ranking li.card:not(.below) h3' ).allInnerTexts();
		if ( above.length !== 3 || !above.includes( TITLES[ 0 ] ) || above.includes( TITLES[ 3 ] ) ) {
			throw new Error( `above the line: ${ above.join( '; ' ) }` );
		}
	} );

	await walk.step( 'Devi has the reply drafted, records the decision with it, and Amina reads both; nobody else reads the reply', async () => {
		const [ reference ] = references;
		const form = await openForm( world, devi, reference, 'record-initial-decision' );
		await fill( form, { outcome: 'positive', priority: 'high', rationale: 'The keepers will not be here for long, snowdrop.' } );
		await form.locator( 'button[formaction$="/reply"]' ).click();
		const again = devi.page.locator( 'form.card' );
		const draft = await again.locator( '[name="reply"]' ).inputValue();
		if ( !draft.includes( 'snowdrop' ) || !draft.includes( 'Amina' ) ) {
			throw new Error( `the draft says: ${ draft }` );
		}
		await send( world, devi, again, { reply: `${ draft }\n\nThe first talk is on Monday, jasmine.` } );
		await isReadBy( world, reference, 'jasmine', [ 'amina', 'bruno', 'chiyo', 'devi', 'elin', 'outsider' ] );
		await isReadBy( world, reference, 'snowdrop', [ 'amina', 'bruno', 'chiyo', 'devi', 'elin', 'outsider' ] );
		if ( ( await world.anonymous.get( `${ world.settings.tool }/ranking`, { maxRedirects: 0, failOnStatusCode: false } ) ).status() === 200 ) {
			throw new Error( `${ ANONYMOUS } reads the ranking` );
		}
	} );
}

async function giveRole( { settings }, { page }, name ) {
	await page.goto( `${ settings.tool }/roles` );
	await page.fill( '#role-name', name );
	await page.check( 'form[action="/roles/grant"] input[name="role"][value="committee"]' );
	await page.click( 'form[action="/roles/grant"] button[type="submit"]' );
	await page.locator( '.notice.success' ).waitFor();
}

async function seat( { settings }, { page }, name, region ) {
	await page.goto( `${ settings.tool }/seats` );
	if ( await page.locator( '.role-list h3', { hasText: name } ).count() ) {
		return;
	}
	await page.fill( '#new-name', name );
	await page.selectOption( '#new-region', region );
	await page.fill( '#new-from', '2026-01-01' );
	await page.click( 'form[action="/seats/add"] button[type="submit"]' );
	await page.locator( '.notice.success' ).waitFor();
}

/** Signs in again on the tool; the wiki may ask again whether the tool may know them. */
async function comeBack( { settings }, { page, name } ) {
	await page.goto( `${ settings.tool }/` );
	await page.click( '.account a' );
	const known = page.locator( '.account-name', { hasText: name } );
	const consent = page.locator( 'button[name="accept"]' );
	await known.or( consent ).first().waitFor();
	if ( await consent.isVisible() ) {
		await consent.click();
		await known.waitFor();
	}
}

async function ask( { settings }, { page }, title ) {
	await page.goto( `${ settings.tool }/support-requests/new` );
	await fill( page.locator( 'form.request-form' ), { what: `We would like to share ${ title }.`, title, reach: 'talk-page' } );
	await page.click( 'button[name="step"][value="preview"]' );
	await page.click( 'button[name="step"][value="send"]' );
	await page.locator( '.notice.success' ).waitFor();
	return referenceOf( page );
}

async function ruleOf( world, someone, reference ) {
	await open( world, someone, reference );
	return ( await someone.page.locator( '.rule h3 .tag' ).innerText() ).trim();
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
