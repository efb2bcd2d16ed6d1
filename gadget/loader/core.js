/**
 * The core's entry: starts the wasm once and hands its functions to the loader.
 * `build.mjs` bundles it with the glue that wasm-bindgen writes (`glue`), and gives MediaWiki's `require` and `module`
 * other names, because esbuild would take them for its own.
 */
import * as glue from 'glue';

import { find } from './host.js';
import { unpack } from './lzma.js';

const config = mwRequire( './helpdesk-config.json' );

function bytes() {
	const page = mwRequire( './helpdesk-core-wasm.json' );
	return unpack( Uint8Array.from( atob( page.wasm ), ( character ) => character.charCodeAt( 0 ) ), page.size );
}

let started;

/** An error in the wasm stops all of it: say so where the reader looks, once. */
function watch() {
	function onError( event ) {
		const error = event.error || event.reason;
		if ( !( error instanceof WebAssembly.RuntimeError ) || !/wasm/.test( error.stack ) ) {
			return;
		}
		removeEventListener( 'error', onError );
		removeEventListener( 'unhandledrejection', onError );
		document.querySelectorAll( '.helpdesk-body' ).forEach( ( body ) => {
			const message = document.createElement( 'div' );
			const link = document.createElement( 'a' );
			message.className = 'helpdesk-broken';
			message.setAttribute( 'role', 'alert' );
			link.href = config.toolUrl;
			link.textContent = find( 'helpdesk-broken-tool' );
			message.append( find( 'helpdesk-broken' ) + ' ', link );
			body.prepend( message );
		} );
	}
	addEventListener( 'error', onError );
	addEventListener( 'unhandledrejection', onError );
}

/** Resolves when the module runs. A failure is kept, so every caller hears of it. */
function start() {
	if ( !started ) {
		started = WebAssembly.instantiate( bytes(), glue.imports() ).then( ( source ) => {
			glue.finish( source.instance, source.module );
			watch();
			glue.start( config );
		} );
	}
	return started;
}

mwModule.exports = {
	/**
	 * @param {HTMLElement} element Its content is replaced by the panel
	 * @param {{title: string, revision: number}} context The wiki page it is opened on
	 * @return {Promise}
	 */
	openPanel: ( element, context ) => start().then( () => glue.openPanel( element, context ) ),
	/**
	 * @param {HTMLElement} element Its content is replaced by the request and what the reader may do
	 * @param {string} title Prefixed title of the request's page, with spaces
	 * @return {Promise}
	 */
	openRequest: ( element, title ) => start().then( () => glue.openRequest( element, title ) ),
	/**
	 * @param {HTMLElement} container Its empty `.helpdesk-row[data-title]` are filled
	 * @return {Promise}
	 */
	decorate: ( container ) => start().then( () => glue.decorate( container ) ),
	/**
	 * Signs in through the pop-up `helpdesk-sign-in`, then fills the rows of the page.
	 *
	 * @return {Promise}
	 */
	signIn: () => start().then( () => glue.signIn() )
};
