/**
 * Plays the two ends of the pop-up against windows that are not the right ones: the gadget's, which waits for a code,
 * and the tool's, which hands it over. Both run as they are published, in a window made up here.
 */
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';

const read = ( path ) => readFileSync( new URL( `../../${ path }`, import.meta.url ), 'utf8' );
const TOOL = 'https://helpdesk.toolforge.example';
const WIKI = 'https://meta.wikimedia.example';
let sent = 0, handed = 0;

/** Lets everything that waits come to an end. */
const settled = () => new Promise( ( resolve ) => setImmediate( () => setImmediate( resolve ) ) );

/** A wiki's page with the gadget's host in it. */
function wiki() {
	const heard = [];
	const page = {
		calls: [], said: [], popup: { closed: false, location: {}, close() { this.closed = true; } },
		heard, URL, URLSearchParams, TextEncoder, AbortSignal, crypto: webcrypto, btoa, console, Uint8Array,
		location: { origin: WIKI }, localStorage: {}, setInterval: () => 1, clearInterval: () => undefined,
		addEventListener: ( kind, hear ) => {
			heard.push( hear );
			page.listens();
		},
		removeEventListener: ( kind, hear ) => heard.splice( heard.indexOf( hear ), 1 ),
		mwRequire: () => ( { en: {} } ), mw: { config: { get: () => 'en' } }
	};
	page.open = () => page.popup;
	page.fetch = ( url, options ) => {
		page.calls.push( [ url, options ] );
		return Promise.resolve( { status: 201, text: () => Promise.resolve( '{"token":"t"}' ) } );
	};
	createContext( page );
	runInContext( read( 'gadget/loader/host.js' ).replace( /^export /gm, '' ), page );
	return page;
}

async function begun() {
	const page = wiki();
	const listens = new Promise( ( resolve ) => {
		page.listens = resolve;
	} );
	runInContext( `signIn( '${ TOOL }', ( ...all ) => said.push( all ) )`, page );
	await listens;
	assert.equal( page.heard.length, 1, 'the gadget listens' );
	const asked = new URL( page.popup.location.href );
	assert.equal( asked.origin, TOOL );
	return { page, state: asked.searchParams.get( 'state' ) };
}

async function hears( page, event ) {
	sent++;
	page.heard.slice().forEach( ( hear ) => hear( event ) );
	await settled();
}

// Other origins, other windows: nothing happens, and the right one is still heard afterwards.
const { page, state } = await begun();
const right = { helpdesk: 'code', code: 'c', state };
for ( const origin of [
	WIKI, 'null', '', 'https://evil.example', `${ TOOL }.evil.example`, 'http://helpdesk.toolforge.example',
	'https://xhelpdesk.toolforge.example', `${ TOOL }:8443`, 'https://toolforge.example'
] ) {
	await hears( page, { origin, source: page.popup, data: right } );
}
await hears( page, { origin: TOOL, source: {}, data: right } );
await hears( page, { origin: TOOL, source: null, data: right } );
assert.deepEqual( [ page.calls.length, page.said.length ], [ 0, 0 ], 'nobody else is believed' );
await hears( page, { origin: TOOL, source: page.popup, data: right } );
await settled();
assert.equal( page.calls.length, 1 );
assert.equal( page.calls[ 0 ][ 0 ], `${ TOOL }/api/v1/gadget-tokens` );
assert.equal( page.calls[ 0 ][ 1 ].credentials, 'omit' );
assert.equal( page.heard.length, 0, 'nobody is listened to any more' );
assert.equal( page.said[ 0 ][ 0 ], 201 );

// The right window with another sign-in's state: no code is exchanged.
const other = await begun();
await hears( other.page, { origin: TOOL, source: other.page.popup, data: { ...right, state: 'of another' } } );
await settled();
assert.deepEqual( [ other.page.calls.length, other.page.said[ 0 ][ 0 ] ], [ 0, 0 ] );

/** The tool's window with the code in it. */
function tool( opener ) {
	const place = { dataset: { code: 'c', state: 's', origin: WIKI } };
	const window = { opener, close: () => undefined };
	runInContext( read( 'server/static/popup.js' ), createContext( { window, document: { getElementById: () => place } } ) );
}

// The code goes to the origin that the server checked, whatever page opened the window; without one, nowhere.
for ( const opener of [ {}, { location: { href: 'https://evil.example' } } ] ) {
	opener.postMessage = ( message, origin ) => {
		handed++;
		assert.equal( origin, WIKI );
		// The message is of the other realm.
		assert.deepEqual( { ...message }, { helpdesk: 'code', code: 'c', state: 's' } );
	};
	tool( opener );
}
tool( null );
console.log( `${ sent } messages, ${ handed } codes handed over` );
