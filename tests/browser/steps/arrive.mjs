// Everybody signs in, and the steward gives the roles.
import { answerConsent, fillLogin, signInOnTool, signInOnWiki } from '../people.mjs';
import { isOpenTo } from '../sight.mjs';

const ROLES = { bruno: 'committee', chiyo: 'committee', devi: 'secretary', elin: 'staff' };

export async function arrive( walk, world ) {
	const { people, settings } = world;
	const { amina, bruno, chiyo, devi, elin, farid, outsider } = people;

	await walk.step( 'Elin comes to the tool first: the wiki asks for her password, then whether the tool may know her', async () => {
		await elin.page.goto( `${ settings.tool }/` );
		await elin.page.click( '.account a' );
		await fillLogin( elin.page, elin.name, elin.password );
		await answerConsent( elin.page );
		await elin.page.locator( '.account-name', { hasText: elin.name } ).waitFor();
	} );

	await walk.step( 'the others sign in on the wiki with its own form', async () => {
		for ( const someone of [ amina, bruno, chiyo, devi, farid, outsider ] ) {
			await signInOnWiki( settings.wiki, someone );
		}
	} );

	await walk.step( 'Outsider refuses the tool on the wiki’s consent page and is signed in nowhere', async () => {
		const { page } = outsider;
		await page.goto( `${ settings.tool }/` );
		await page.click( '.account a' );
		await answerConsent( page, 'cancel' );
		await page.waitForURL( ( url ) => url.origin === settings.tool );
		await page.locator( '.error-page' ).waitFor();
		await page.goto( `${ settings.tool }/` );
		await page.locator( '.account a' ).waitFor();
		if ( await page.locator( '.account-name' ).count() ) {
			throw new Error( 'a refused consent signed somebody in' );
		}
	} );

	await walk.step( 'everybody agrees on the consent page and is signed in on the tool', async () => {
		for ( const someone of [ amina, bruno, chiyo, devi, farid, outsider ] ) {
			await signInOnTool( settings.tool, someone );
		}
	} );

	await walk.step( 'Farid, the first steward, gives the roles; nobody else can open that page', async () => {
		await isOpenTo( world, '/roles', [ 'farid' ] );
		for ( const [ key, role ] of Object.entries( ROLES ) ) {
			await giveRole( world, farid, people[ key ].name, role );
		}
	} );

	await walk.step( 'the queue opens to those who work on requests, stuck jobs to the staff alone', async () => {
		await isOpenTo( world, '/queue', [ 'bruno', 'chiyo', 'devi', 'elin' ] );
		await isOpenTo( world, '/outbox', [ 'elin' ] );
		await isOpenTo( world, '/counts', [ ...Object.keys( people ), 'anonymous' ] );
	} );

	world.policy = await readPolicy( world );
}

async function giveRole( world, { page }, name, role ) {
	await page.goto( `${ world.settings.tool }/roles` );
	const has = page.locator( '.role-list li.card', { has: page.getByRole( 'heading', { name, exact: true } ) } )
		.locator( `input[name="role"][value="${ role }"]` );
	if ( await has.count() ) {
		return;
	}
	await page.fill( '#role-name', name );
	await page.check( `form[action="/roles/grant"] input[name="role"][value="${ role }"]` );
	await page.click( 'form[action="/roles/grant"] button[type="submit"]' );
	await has.waitFor( { state: 'attached' } );
}

/** The rules as they stand: the walk knows none of their words by heart, as every affiliate has its own. */
async function readPolicy( { anonymous, settings } ) {
	const answer = await anonymous.get( `${ settings.tool }/api/v1/policy` );
	const body = await answer.json();
	return body.policy || body;
}
