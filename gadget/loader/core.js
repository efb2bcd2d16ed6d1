/**
 * The core's entry: starts the wasm once and hands its functions to the loader.
 * `build.mjs` bundles it with the glue that wasm-bindgen writes (`glue`), and gives MediaWiki's `require` and `module`
 * other names, because esbuild would take them for its own.
 */
import * as glue from 'glue';

const all = mwRequire( './helpdesk-core-i18n.json' );

/** The wiki page holds the module deflated, in base64: undeflated base64 would double what readers download. */
function bytes() {
	const text = atob( mwRequire( './helpdesk-core-wasm.json' ).wasm );
	const deflated = Uint8Array.from( text, ( character ) => character.charCodeAt( 0 ) );
	const stream = new Blob( [ deflated ] ).stream().pipeThrough( new DecompressionStream( 'deflate-raw' ) );
	return new Response( stream ).arrayBuffer();
}

function messages() {
	const language = mw.config.get( 'wgUserLanguage' );
	return Object.assign( {}, all.en, all[ language.split( '-' )[ 0 ] ], all[ language ] );
}

let started;

/** Resolves when the module runs. A failure is kept, so every caller hears of it. */
function start() {
	if ( !started ) {
		started = bytes().then( ( module ) => WebAssembly.instantiate( module, glue.imports() ) ).then( ( source ) => {
			glue.finish( source.instance, source.module );
			glue.start( mwRequire( './helpdesk-config.json' ), messages() );
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
