// A request whose requester is reached through the wiki's e-mail: the wiki carries that something waits, and no more.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { number } from '../database.mjs';
import { comeBack } from '../people.mjs';
import { isReadBy } from '../sight.mjs';
import { act, fill, open, referenceOf } from '../tool.mjs';
import { until } from '../until.mjs';
import { say } from '../words.mjs';

export async function wikiMail( walk, world ) {
	const { people: { amina, elin }, settings } = world;
	let reference;

	await walk.step( 'Amina asks for something that is not published, and wants word through the wiki’s e-mail', async () => {
		const { page } = amina;
		await comeBack( settings.tool, amina );
		await page.goto( `${ settings.tool }/support-requests/new` );
		await fill( page.locator( 'form.request-form' ), { what: 'May we borrow a scanner, foxtail?', reach: 'wiki-mail' } );
		await page.click( 'button[name="step"][value="preview"]' );
		await page.locator( 'main', { hasText: say( 'helpdesk-reach-wiki-mail' ) } ).waitFor();
		await page.click( 'button[name="step"][value="send"]' );
		await page.locator( '.notice.success' ).waitFor();
		reference = referenceOf( page );
		await isReadBy( world, reference, say( 'helpdesk-reach-wiki-mail' ), [ 'elin' ] );
	} );

	await walk.step( 'Elin asks something: the wiki e-mails Amina the way to it, without a word of it, and Elin sees that it went', async () => {
		await act( world, elin, reference, 'acknowledge' );
		await act( world, elin, reference, 'ask-requester', { question: 'For how long, quaking-grass?' } );
		const mail = await until( 'the wiki’s mail is there', () => ofTheWiki( settings, `/support-requests/${ reference }` ) );
		if ( !mail.includes( 'amina@people.example' ) || !mail.includes( say( 'helpdesk-wiki-mail-why' ).slice( 0, 20 ) ) ) {
			throw new Error( `the wiki's mail is: ${ mail }` );
		}
		if ( /foxtail|quaking-grass|scanner/.test( mail ) ) {
			throw new Error( `the wiki carried what the request is about: ${ mail }` );
		}
		await until( 'the note is on record as sent', async () => await number( settings.database,
			"SELECT COUNT(*) FROM sent_mail WHERE kind = 'wiki-note' AND state = 'sent'" ) > 0 );
		await open( world, elin, reference );
		const line = elin.page.locator( '.mail-list li', { hasText: say( 'helpdesk-site-mail-kind-wiki-note' ) } );
		await line.locator( '.tag', { hasText: say( 'helpdesk-site-mail-state-sent' ) } ).waitFor();
	} );
}

/** What the wiki e-mailed with these words in it, as it keeps it. */
async function ofTheWiki( { wikiMail: folder }, words ) {
	const names = await readdir( folder ).catch( () => [] );
	const mails = await Promise.all( names.filter( ( name ) => name.endsWith( '.eml' ) ).map( ( name ) => readFile( join( folder, name ), 'utf8' ) ) );
	return mails.find( ( mail ) => mail.includes( words ) );
}
