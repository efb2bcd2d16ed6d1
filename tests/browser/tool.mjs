// The tool's own pages, filled in and clicked. The names of fields and commands are those of the domain.

const path = ( reference ) => `/support-requests/${ reference }`;

export async function open( world, { page }, reference ) {
	const answer = await page.goto( world.settings.tool + path( reference ) );
	if ( answer.status() !== 200 ) {
		throw new Error( `${ page.url() } answers ${ answer.status() }` );
	}
}

/** Fills fields in, whatever controls they have. What is folded away is opened first. */
export async function fill( form, values ) {
	for ( const [ name, value ] of Object.entries( values ) ) {
		const field = form.locator( `[name="${ name }"]` );
		const first = field.first();
		await first.waitFor( { state: 'attached' } );
		await unfold( first );
		const [ tag, type ] = await first.evaluate( ( element ) => [ element.localName, element.type ] );
		if ( type === 'radio' ) {
			await form.locator( `[name="${ name }"][value="${ value }"]` ).check();
		} else if ( type === 'checkbox' ) {
			await first.setChecked( Boolean( value ) );
		} else if ( tag === 'select' ) {
			await first.selectOption( value );
		} else {
			await first.fill( value );
		}
	}
}

async function unfold( field ) {
	const folded = field.locator( 'xpath=ancestor::details[not(@open)]' );
	for ( let n = await folded.count(); n > 0; n = await folded.count() ) {
		await folded.first().locator( 'xpath=./summary' ).click();
	}
}

/** Opens a command's form by its button or link in the request's page; some stand in the page itself. */
export async function openForm( world, someone, reference, command ) {
	await open( world, someone, reference );
	const { page } = someone;
	const form = page.locator( `form[action$="${ path( reference ) }/${ command }"]` );
	if ( await form.count() === 0 ) {
		await page.locator( `.actions a[href$="${ path( reference ) }/${ command }"]` ).first().click();
		await page.waitForURL( ( url ) => url.pathname === `${ path( reference ) }/${ command }` );
	}
	await form.first().waitFor();
	return form.first();
}

/** Acts on a request, and waits until the page says that it was done. */
export async function act( world, someone, reference, command, values = {} ) {
	await send( world, someone, await openForm( world, someone, reference, command ), values );
}

/** Fills a form in and sends it. */
export async function send( world, { page }, form, values ) {
	await fill( form, values );
	await form.locator( 'button[type="submit"]:not([formaction])' ).click();
	await expectDone( page );
}

async function expectDone( page ) {
	const done = page.locator( '.notice.success' );
	const wrong = page.locator( '.notice.error, .notice.warning[role="alert"], .error-page' );
	await done.or( wrong ).first().waitFor();
	if ( !await done.isVisible() ) {
		throw new Error( `${ page.url() } says: ${ ( await page.locator( 'main' ).innerText() ).slice( 0, 800 ) }` );
	}
}

/** What a command that is off says for itself in the request's page. */
export async function reasonWhyOff( world, someone, reference, label ) {
	await open( world, someone, reference );
	const off = someone.page.locator( 'details.off' );
	await off.locator( 'summary' ).click();
	return off.locator( 'dt', { hasText: label } ).locator( 'xpath=following-sibling::dd[1]' ).innerText();
}

/** The stage that the request's page shows. */
export async function stage( world, someone, reference ) {
	await open( world, someone, reference );
	const step = someone.page.locator( '.steps [aria-current="step"] .step-name' );
	return ( await step.textContent() ).trim();
}

/** The reference in the address of a request's page. */
export function referenceOf( page ) {
	const found = /\/support-requests\/([0-9a-z]{8})(?:[/?#]|$)/.exec( page.url() );
	if ( !found ) {
		throw new Error( `${ page.url() } is not the page of a request` );
	}
	return found[ 1 ];
}
