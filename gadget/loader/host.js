/**
 * What the wasm asks of the browser and of the wiki: it goes by `host` there, and takes a fraction of the bytes here.
 * Plain ES2016. Each `done` is called once.
 */

/** After this the tool counts as silent. */
const PATIENCE_MS = 20000;

/** How often to see whether the window was closed by hand: no event says so across origins. */
const LOOK_MS = 300;

/** Each key in this browser begins with this. */
const PREFIX = 'helpdesk.';

/** Why nobody is signed in, beside a status of HTTP. */
const FAILED = 0, BLOCKED = 1, CLOSED = 2;

const all = mwRequire( 'ext.gadget.helpdesk-words' );
const language = mw.config.get( 'wgUserLanguage' );
const base = language.split( '-' )[ 0 ];
const words = Object.assign( {}, all.en, all[ base ], all[ language ] );

/** A date stands among words, so it is in their language. */
const spoken = all[ language ] || all[ base ] ? language : 'en';

export const find = ( key ) => words[ key ];

export const report = ( text ) => console.error( text );

export const config = ( key ) => mw.config.get( key );

export const now = () => Math.floor( Date.now() / 1000 );

/** A new element, and new text: one call from the wasm each, as a long list has thousands. */
export const make = ( name ) => document.createElement( name );

export const write = ( text ) => document.createTextNode( text );

/**
 * A day such as «23 November 2026», in the words' language where the browser knows it: wikis have codes of their own.
 * Days are those of UTC, by which deadlines end, wherever the reader is.
 */
export function date( seconds ) {
	const moment = new Date( seconds * 1000 );
	const options = { dateStyle: 'long', timeZone: 'UTC' };
	try {
		return moment.toLocaleDateString( spoken, options );
	} catch ( e ) {
		return moment.toLocaleDateString( undefined, options );
	}
}

/** Storage that is full, forbidden or broken counts as empty. */
function guarded( act ) {
	try {
		return act();
	} catch ( e ) {
		return undefined;
	}
}

export const keep = ( key, json ) => guarded( () => localStorage.setItem( PREFIX + key, json ) );

export const forget = ( key ) => guarded( () => localStorage.removeItem( PREFIX + key ) );

export const kept = ( key ) => guarded( () => JSON.parse( localStorage.getItem( PREFIX + key ) ) );

/** The keys that begin with `start`, without the prefix that all of them have. */
export const keptKeys = ( start ) => guarded( () => Object.keys( localStorage )
	.filter( ( key ) => key.startsWith( PREFIX + start ) )
	.map( ( key ) => key.slice( PREFIX.length ) ) );

const base64url = ( bytes ) => btoa( String.fromCharCode( ...bytes ) )
	.replace( /\+/g, '-' ).replace( /\//g, '_' ).replace( /=/g, '' );

/** 32 random bytes. */
export const random = () => guarded( () => base64url( crypto.getRandomValues( new Uint8Array( 32 ) ) ) );

/** Calls the tool: `done( status, answer )`, where a status of 0 says that it was not reached, or not in time. */
export function call( method, url, token, key, body, done ) {
	// The token is the only thing that says who calls.
	const options = { method, credentials: 'omit', headers: { Accept: 'application/json' } };
	if ( token ) {
		options.headers.Authorization = 'Bearer ' + token;
	}
	if ( key ) {
		options.headers[ 'Idempotency-Key' ] = key;
	}
	if ( body ) {
		options.headers[ 'Content-Type' ] = 'application/json';
		options.body = body;
	}
	new Promise( ( resolve ) => {
		options.signal = AbortSignal.timeout( PATIENCE_MS );
		resolve( fetch( url, options ) );
	} ).then( ( response ) => response.text().then( ( text ) => [ response.status, guarded( () => JSON.parse( text ) ) ] ) )
		.then( ( [ status, answer ] ) => done( status, answer ), () => done( 0 ) );
}

/** The message that the window sends from exactly `origin`; then it is closed. */
function answer( popup, origin ) {
	return new Promise( ( resolve, reject ) => {
		function hear( event ) {
			if ( event.origin === origin && event.source === popup ) {
				stop();
				popup.close();
				resolve( event.data );
			}
		}
		const timer = setInterval( () => {
			if ( popup.closed ) {
				stop();
				reject( CLOSED );
			}
		}, LOOK_MS );
		function stop() {
			clearInterval( timer );
			removeEventListener( 'message', hear );
		}
		addEventListener( 'message', hear );
	} );
}

/** Signs in: `done( status, answer )` with the token, or with why there is none. */
export function signIn( tool, done ) {
	// Opened, or taken from the loader, while the browser still counts the click.
	const popup = open( '', 'helpdesk-sign-in', 'popup,width=500,height=700' );
	const verifier = random();
	const state = random();
	if ( !popup ) {
		done( BLOCKED );
		return;
	}
	Promise.resolve().then( () => crypto.subtle.digest( 'SHA-256', new TextEncoder().encode( verifier ) ) ).then( ( digest ) => {
		const query = { origin: location.origin, challenge: base64url( new Uint8Array( digest ) ), state };
		popup.location.href = tool + '/sign-in/gadget?' + new URLSearchParams( query );
		return answer( popup, new URL( tool ).origin );
	} ).then( ( heard ) => {
		if ( heard.state !== state ) {
			throw FAILED;
		}
		const body = JSON.stringify( { code: heard.code, verifier } );
		return new Promise( ( resolve ) => call( 'POST', tool + '/api/v1/gadget-tokens', '', '', body, ( ...said ) => resolve( said ) ) );
	} ).then( ( said ) => done( ...said ), ( why ) => done( why === CLOSED ? CLOSED : FAILED ) );
}

/** Puts pages on the reader's watchlist, in the reader's own session, at most 50: `done( 1 )`, or `done( 0 )`. */
export function watch( titles, done ) {
	Promise.resolve( new mw.Api().postWithToken( 'watch', { action: 'watch', formatversion: 2, titles: JSON.parse( titles ) } ) )
		.then( () => done( 1 ), ( code ) => {
			report( code );
			done( 0 );
		} );
}
