// A request by somebody without an account: it comes by mail, is answered by mail, and a member's ballot comes by mail.
import { jobs, mailPauseIsOver, number, rows } from '../database.mjs';
import { arrives, quoted, sent, wentOnlyTo, write } from '../postbox.mjs';
import { isNowhereOnTheWiki, isOpenTo, isReadBy, isThereFor } from '../sight.mjs';
import { act, fill, open, stage } from '../tool.mjs';
import { until } from '../until.mjs';
import { say, sayInMail } from '../words.mjs';
import { wikiMail } from './wiki-mail.mjs';

const WORKING = [ 'bruno', 'chiyo', 'devi', 'elin' ];
const MARTA = { name: 'Marta Costa', from: 'marta@herbarium.example' };
const BRUNO = { name: 'Bruno', from: 'bruno@committee.example' };
const EVE = { name: 'Eve', from: 'eve@elsewhere.example' };
const TITLE = 'Sheets of our herbarium';

export async function mail( walk, world ) {
	const { people, settings } = world;
	const { bruno, devi, elin } = people;
	const { database, mail: post } = settings;
	let reference, first, statusLink;

	await walk.step( 'Marta, who has no account, writes to the Helpdesk: her mail is a request in Received, which only those who work on requests find', async () => {
		const id = await write( post, { ...MARTA, to: post.address, subject: TITLE,
			text: 'Dear Helpdesk,\n\nwe have four thousand sheets and would like to share pictures of them, agapanthus.\n\nBest wishes\nMarta' } );
		reference = await until( 'the mail is a request', () => requestOf( database, MARTA.from ) );
		if ( await stage( world, elin, reference ) !== say( 'helpdesk-stage-received' ) ) {
			throw new Error( 'the request is not in Received' );
		}
		await isThereFor( world, reference, WORKING );
		await isReadBy( world, reference, 'agapanthus', WORKING );
		await isReadBy( world, reference, MARTA.from, [ 'elin' ] );
		await isOpenTo( world, '/tray', [ 'elin' ] );
		first = { id };
	} );

	await walk.step( 'she gets an answer to it that says what comes next, with a page of her own that needs no account', async () => {
		first.answer = await arrives( post, MARTA.from, sayInMail( 'received-next' ) );
		const { headers, text } = first.answer;
		if ( headers[ 'in-reply-to' ] !== first.id || headers[ 'auto-submitted' ] !== 'auto-generated' || !text.includes( TITLE ) ) {
			throw new Error( `the answer is: ${ JSON.stringify( headers ) }\n${ text }` );
		}
		if ( !text.includes( sayInMail( 'next-first-answer' ).split( '$1' )[ 0 ] ) ) {
			throw new Error( `the answer does not say what comes next: ${ text }` );
		}
		[ statusLink ] = new RegExp( `${ settings.tool }/status/\\S+` ).exec( text );
		await statusPage( world, statusLink, { has: [ 'agapanthus' ] } );
		const forged = await world.anonymous.get( `${ statusLink.slice( 0, -1 ) }${ statusLink.endsWith( '0' ) ? '1' : '0' }`, { failOnStatusCode: false, maxRetries: 2 } );
		if ( forged.status() !== 404 ) {
			throw new Error( `a link that was altered answers ${ forged.status() }` );
		}
		await wentOnlyTo( post, TITLE, [ MARTA.from ] );
	} );

	let question;
	await walk.step( 'Elin takes it up and asks a question on the tool’s page; it reaches Marta by mail, in the same thread, and nobody else', async () => {
		await act( world, elin, reference, 'acknowledge' );
		await act( world, elin, reference, 'ask-requester', { question: 'Who took the pictures, zinnia?' } );
		if ( ( await sent( post ) ).some( ( one ) => one.text.includes( 'zinnia' ) ) ) {
			throw new Error( 'the question went out before it could be taken back' );
		}
		await mailPauseIsOver( database );
		question = await arrives( post, MARTA.from, 'zinnia' );
		if ( !question.headers.references.includes( first.answer.headers[ 'message-id' ] ) ) {
			throw new Error( `the question is in no thread: ${ JSON.stringify( question.headers ) }` );
		}
		await isReadBy( world, reference, 'zinnia', WORKING );
		await wentOnlyTo( post, 'zinnia', [ MARTA.from ] );
		await statusPage( world, statusLink, { has: [ 'zinnia' ] } );
	} );

	await walk.step( 'Marta answers the mail above its quote: the answer joins the request, without the quote', async () => {
		await write( post, { ...MARTA, to: replyAddress( question, post ), subject: `Re: ${ question.headers.subject }`, answers: question.headers[ 'message-id' ],
			text: `Our own volunteers did, cosmos.\n\nOn Thu, 26 Nov 2026 at 10:00, Helpdesk wrote:\n${ quoted( question.text ) }` } );
		await until( 'the answer is on the request', () => isJoined( database, MARTA.from ) );
		await isReadBy( world, reference, 'cosmos', WORKING );
		await statusPage( world, statusLink, { has: [ 'cosmos' ], lacks: [ 'Helpdesk wrote:' ] } );
	} );

	await walk.step( 'what Eve sends to Marta’s address for answers waits in the tray, which the staff alone read', async () => {
		await write( post, { ...EVE, to: replyAddress( question, post ), subject: 'About the herbarium', text: 'Please send all of it to me, henbane.' } );
		const letter = await until( 'Eve’s mail waits', () => inTheTray( database, EVE.from ) );
		await isReadBy( world, reference, 'henbane', [] );
		await isOpenTo( world, `/tray/${ letter }`, [ 'elin' ] );
		await elin.page.goto( `${ settings.tool }/tray/${ letter }` );
		await elin.page.locator( 'main', { hasText: 'henbane' } ).waitFor();
		if ( ( await sent( post ) ).some( ( one ) => one.to.includes( EVE.from ) ) ) {
			throw new Error( 'a stranger got an answer' );
		}
	} );

	await walk.step( 'Bruno chooses ballots by mail, and says from the mail that he gets that the address is his', async () => {
		await bruno.page.goto( `${ settings.tool }/mail` );
		const form = bruno.page.locator( 'form[action="/mail"]' );
		await fill( form, { way: 'address', mail: BRUNO.from, pace: 'at-once', ballot: true } );
		await form.locator( 'button[type="submit"]' ).click();
		await bruno.page.locator( '.notice.success' ).waitFor();
		const { text } = await arrives( post, BRUNO.from, '/mail/confirm/' );
		const [ link ] = new RegExp( `${ settings.tool }/mail/confirm/\\S+` ).exec( text );
		await bruno.page.goto( link );
		await bruno.page.locator( 'form[action^="/mail/confirm/"] button[type="submit"]' ).click();
		await bruno.page.locator( 'h1', { hasText: say( 'helpdesk-site-mail-confirmed-title' ) } ).waitFor();
		await isReadBy( world, reference, BRUNO.from, [] );
	} );

	let ballot;
	await walk.step( 'Elin asks the committee: Bruno gets a ballot by mail, Marta and the others do not', async () => {
		await act( world, elin, reference, 'mark-ready-for-committee', { summary: 'Pictures are good, lobelia.' } );
		await mailPauseIsOver( database );
		ballot = await arrives( post, BRUNO.from, `--- Ballot ${ reference } ---` );
		await wentOnlyTo( post, 'lobelia', [ BRUNO.from ] );
		await wentOnlyTo( post, `--- Ballot ${ reference } ---`, [ BRUNO.from ] );
	} );

	const before = {};
	await walk.step( 'a ballot with Bruno’s name that did not come to his own address does not count', async () => {
		before.jobs = await jobs( database );
		await write( post, { ...BRUNO, to: post.address, subject: `Re: ${ ballot.headers.subject }`, text: marked( ballot.text, 'support', 'Give them all, aconite.' ) } );
		await until( 'the forged ballot waits', () => inTheTray( database, BRUNO.from ) );
		await isReadBy( world, reference, 'aconite', [] );
	} );

	await walk.step( 'Bruno answers his ballot in a mail client; it is his feedback, read by the committee and its secretary alone', async () => {
		await write( post, { ...BRUNO, to: replyAddress( ballot, post ), subject: `Re: ${ ballot.headers.subject }`, answers: ballot.headers[ 'message-id' ],
			text: quoted( marked( ballot.text, 'concerns', 'Who keeps the sheets, amaranth?' ) ) } );
		const understood = await arrives( post, BRUNO.from, 'amaranth' );
		if ( !understood.text.includes( '[x] concerns' ) || !understood.text.includes( sayInMail( 'ballot-understood' ).replace( '$1', TITLE ) ) ) {
			throw new Error( `the confirmation says: ${ understood.text }` );
		}
		await isReadBy( world, reference, 'amaranth', world.policy.committee.hide_positions_until_own ? [ 'bruno', 'devi' ] : [ 'bruno', 'chiyo', 'devi' ] );
		await wentOnlyTo( post, 'amaranth', [ BRUNO.from ] );
		await statusPage( world, statusLink, { lacks: [ 'amaranth', 'aconite', 'lobelia' ] } );
		if ( await jobs( database ) !== before.jobs ) {
			throw new Error( 'a ballot made a job for the wiki' );
		}
	} );

	await walk.step( 'Devi sends a meeting’s pack; Bruno ranks in his answer to it, and reads what was understood', async () => {
		await devi.page.goto( `${ settings.tool }/meetings/new` );
		const plan = devi.page.locator( 'form[action="/meetings/new"]' );
		const day = new Date( Date.now() + 2 * 86400000 ).toISOString().slice( 0, 10 );
		await fill( plan, { day, time: '10:00', zone: 'UTC', minutes: '60' } );
		await plan.locator( 'button[type="submit"]' ).click();
		await devi.page.locator( '.notice.success' ).waitFor();
		await devi.page.locator( 'form[action$="/mail"][action^="/meetings/"] button[type="submit"]' ).click();
		await devi.page.locator( '.notice.success' ).waitFor();
		const pack = await arrives( post, BRUNO.from, '--- Ranking ---' );
		await wentOnlyTo( post, '--- Ranking ---', [ BRUNO.from ] );
		await write( post, { ...BRUNO, to: replyAddress( pack, post ), subject: `Re: ${ pack.headers.subject }`, answers: pack.headers[ 'message-id' ],
			text: quoted( pack.text.replace( `[ ] ${ reference }:`, `[1] ${ reference }:` ) ) } );
		const understood = await arrives( post, BRUNO.from, sayInMail( 'ranking-understood' ) );
		if ( !understood.text.includes( `[1] ${ reference }: ${ TITLE }` ) ) {
			throw new Error( `the confirmation says: ${ understood.text }` );
		}
		await bruno.page.goto( `${ settings.tool }/ranking` );
		const place = await bruno.page.locator( `[name="place.${ reference }"]` ).first().inputValue();
		if ( place !== '1' ) {
			throw new Error( `the page shows “${ place }” as the place that Bruno gave` );
		}
	} );

	await walk.step( 'Devi records the decision with that ballot', async () => {
		await open( world, devi, reference );
		await act( world, devi, reference, 'record-initial-decision', { outcome: 'positive', priority: 'medium', rationale: 'The pictures will be used, verbena.' } );
		await isReadBy( world, reference, 'verbena', WORKING );
		await isReadBy( world, reference, 'amaranth', WORKING );
	} );

	await walk.step( 'Elin looks through the letter with the decision and sends it; Marta reads it, and no position', async () => {
		await open( world, elin, reference );
		await elin.page.locator( '.mails a[href^="/letters/"]' ).first().click();
		await elin.page.locator( 'textarea[name="text"]' ).waitFor();
		await elin.page.locator( 'button[name="step"][value="send"]' ).click();
		await elin.page.locator( '.notice.success' ).waitFor();
		await mailPauseIsOver( database );
		const { headers } = await arrives( post, MARTA.from, 'verbena' );
		if ( headers[ 'auto-submitted' ] ) {
			throw new Error( 'a letter that a person sent says that it is automatic' );
		}
		await wentOnlyTo( post, 'verbena', [ MARTA.from ] );
		await wentOnlyTo( post, 'amaranth', [ BRUNO.from ] );
		await statusPage( world, statusLink, { has: [ 'verbena' ], lacks: [ 'amaranth' ] } );
		await isNowhereOnTheWiki( world, 'agapanthus', 'zinnia', 'cosmos', 'henbane', 'lobelia', 'aconite', 'amaranth', 'verbena', 'Marta', MARTA.from, BRUNO.from );
	} );

	await wikiMail( walk, world );
}

/** The request that somebody's mail became. */
async function requestOf( database, from ) {
	const [ row ] = await rows( database,
		`SELECT r.reference FROM incoming_mail m JOIN support_request r ON r.id = m.request_id WHERE m.state = 'new' AND m.from_mail = '${ from }'` );
	return row && row[ 0 ];
}

async function isJoined( database, from ) {
	return await number( database, `SELECT COUNT(*) FROM incoming_mail WHERE state = 'joined' AND from_mail = '${ from }'` ) > 0;
}

async function inTheTray( database, from ) {
	const [ row ] = await rows( database, `SELECT reference FROM incoming_mail WHERE state = 'waiting' AND from_mail = '${ from }'` );
	return row && row[ 0 ];
}

/** The signed address in a mail, which is nobody else's. */
function replyAddress( { headers }, { address } ) {
	const [ user, host ] = address.split( '@' );
	const found = new RegExp( `${ user }\\+[0-9a-z-]+@${ host }` ).exec( headers[ 'reply-to' ] );
	if ( !found ) {
		throw new Error( `answers go to ${ headers[ 'reply-to' ] }` );
	}
	return found[ 0 ];
}

/** A ballot filled in by hand. */
function marked( text, position, words ) {
	const form = text.slice( text.indexOf( '--- Ballot' ) );
	return form.replace( `[ ] ${ position }:`, `[x] ${ position }:` ).replace( /^feedback:$/m, `feedback:\n${ words }` );
}

/** What stands on Marta's own page. */
async function statusPage( { anonymous }, link, { has = [], lacks = [] } ) {
	const answer = await anonymous.get( link, { maxRetries: 2 } );
	const text = await answer.text();
	const missing = has.filter( ( word ) => !text.includes( word ) );
	const told = lacks.filter( ( word ) => text.includes( word ) );
	if ( answer.status() !== 200 || missing.length || told.length ) {
		throw new Error( `Marta's page answers ${ answer.status() }, lacks “${ missing.join( '”, “' ) }” and tells “${ told.join( '”, “' ) }”` );
	}
}
