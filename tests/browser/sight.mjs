// Who sees what: each look asserts for everybody, above all for those who must not see it.

export const ANONYMOUS = 'anonymous';

/** What everybody gets at a path of the tool, by name. */
async function looks( world, path ) {
	const clients = Object.entries( world.people ).map( ( [ name, person ] ) => [ name, person.context.request ] );
	clients.push( [ ANONYMOUS, world.anonymous ] );
	const found = new Map();
	for ( const [ name, client ] of clients ) {
		// The service may close a connection that was idle just when it is used again.
		const answer = await client.get( world.settings.tool + path, { maxRedirects: 0, failOnStatusCode: false, maxRetries: 2 } );
		found.set( name, { status: answer.status(), text: await answer.text() } );
	}
	return found;
}

function compare( what, expected, actual ) {
	const [ wrong, missing ] = [ actual.filter( ( one ) => !expected.includes( one ) ), expected.filter( ( one ) => !actual.includes( one ) ) ];
	if ( wrong.length || missing.length ) {
		throw new Error( `${ what }: ${ wrong.length ? `${ wrong.join( ', ' ) } can and must not` : '' }${ wrong.length && missing.length ? '; ' : '' }${ missing.length ? `${ missing.join( ', ' ) } cannot and should` : '' }` );
	}
}

/** That exactly these people find the request; to all others it is not there. */
export async function isThereFor( world, reference, names ) {
	const found = await looks( world, `/support-requests/${ reference }` );
	compare( `opening request ${ reference }`, names, [ ...found ].filter( ( [ , look ] ) => look.status === 200 ).map( ( [ name ] ) => name ) );
	for ( const [ name, { status } ] of found ) {
		if ( !names.includes( name ) && status !== 404 ) {
			throw new Error( `to ${ name } request ${ reference } answers ${ status } instead of 404` );
		}
	}
	const api = await world.anonymous.get( `${ world.settings.tool }/api/v1/support-requests/${ reference }`, { failOnStatusCode: false } );
	const expected = names.includes( ANONYMOUS ) ? 200 : 404;
	if ( api.status() !== expected ) {
		throw new Error( `without a token the API answers ${ api.status() } for request ${ reference } instead of ${ expected }` );
	}
}

/** That exactly these people read the words in the request's page, and that the API tells nobody else. */
export async function isReadBy( world, reference, words, names ) {
	const found = await looks( world, `/support-requests/${ reference }` );
	compare( `reading “${ words }” in request ${ reference }`, names,
		[ ...found ].filter( ( [ , look ] ) => look.text.includes( words ) ).map( ( [ name ] ) => name ) );
	const api = await world.anonymous.get( `${ world.settings.tool }/api/v1/support-requests/${ reference }`, { failOnStatusCode: false } );
	if ( ( await api.text() ).includes( words ) && !names.includes( ANONYMOUS ) ) {
		throw new Error( `without a token the API tells “${ words }”` );
	}
}

/** That exactly these people may open a page of the tool. */
export async function isOpenTo( world, path, names ) {
	const found = await looks( world, path );
	compare( `opening ${ path }`, names, [ ...found ].filter( ( [ , look ] ) => look.status === 200 ).map( ( [ name ] ) => name ) );
}

/** That words stand nowhere on the wiki, in no revision, no summary and no log. */
export async function isNowhereOnTheWiki( world, ...words ) {
	const written = await world.wiki.everythingWritten();
	const found = words.filter( ( one ) => written.includes( one ) );
	if ( found.length ) {
		throw new Error( `the wiki tells “${ found.join( '”, “' ) }”` );
	}
}

export const EVERYBODY = ( world ) => [ ...Object.keys( world.people ), ANONYMOUS ];
