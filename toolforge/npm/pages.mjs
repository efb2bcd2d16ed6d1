/**
 * The gadget's wiki pages: which there are, in which order they are saved, and what they are called on disk.
 */

/** Saved in this order: a reader never gets a part that needs one which is not there yet. */
export const PAGES = [
	'MediaWiki:Gadget-helpdesk-config.json',
	'MediaWiki:Gadget-helpdesk-words.json',
	'MediaWiki:Gadget-helpdesk-words.js',
	'MediaWiki:Gadget-helpdesk-core-wasm.json',
	'MediaWiki:Gadget-helpdesk-core.css',
	'MediaWiki:Gadget-helpdesk-core.js',
	'MediaWiki:Gadget-helpdesk.css',
	'MediaWiki:Gadget-helpdesk.js',
	'MediaWiki:Gadget-helpdesk'
];

/** Made at publish: it differs from wiki to wiki. */
export const CONFIG_PAGE = PAGES[ 0 ];

export const DEFINITION_PAGE = 'MediaWiki:Gadgets-definition';

/**
 * The lines of MediaWiki:Gadgets-definition. `helpdesk-config.json` belongs to two gadgets. The words are a gadget of
 * their own, so that a changed word is not a changed program; both come in one request.
 */
export const DEFINITION = [
	'* helpdesk[ResourceLoader|default|package]|helpdesk.js|helpdesk-config.json|helpdesk.css',
	'* helpdesk-core[ResourceLoader|hidden|package|dependencies=ext.gadget.helpdesk-words,codex-styles,mediawiki.api,mediawiki.util]|' +
		'helpdesk-core.js|helpdesk-config.json|helpdesk-core-wasm.json|helpdesk-core.css',
	'* helpdesk-words[ResourceLoader|hidden|package]|helpdesk-words.js|helpdesk-words.json'
].join( '\n' ) + '\n';

/** Bytes that a reader may have to download, gzipped, as load.php serves each gadget. */
export const BUDGET = { helpdesk: 2048, 'helpdesk-core': 65536, 'helpdesk-words': 10240 };

/** `MediaWiki:X.js` is `MediaWiki%3AX.js` on disk; `decodeURIComponent` leads back. */
export function fileName( title ) {
	return encodeURIComponent( title );
}

/** The text that MediaWiki keeps for a page of JSON: it tidies what is saved, and we compare byte for byte. */
export function wikiJson( value ) {
	return JSON.stringify( value, null, '\t' ).replace( /[<>&]/g, ( c ) => '\\u00' + c.charCodeAt( 0 ).toString( 16 ).toUpperCase() );
}
