/**
 * The Helpdesk's loader: on pages that are none of its business it asks for nothing and changes nothing.
 * Plain ES2016, for a `default|package` gadget. `__WORDS__` is put in by `toolforge/npm/build.mjs`.
 *
 * The core (`helpdesk-core`) comes on demand and answers to `openPanel( element, context )`,
 * `openRequest( element, title )`, `decorate( container )` and `signIn()`.
 */
const config = require( './helpdesk-config.json' );
const words = __WORDS__;
const page = mw.config.get();
const title = page.wgPageName.replace( /_/g, ' ' );
const text = words[ page.wgUserLanguage ] || words.en;

const isRequest = ( name ) => name.startsWith( config.prefix ) && name !== config.dataPage;

// A name that ends in a slash stands for all pages below it.
const isProject = () => config.projectPages.some( ( name ) => name === title || name.endsWith( '/' ) && title.startsWith( name ) );

function kept( key ) {
	try {
		return JSON.parse( localStorage.getItem( 'helpdesk.' + key ) );
	} catch ( e ) {
		return null;
	}
}

function isSignedIn() {
	const token = kept( 'token' );
	return !!token && token.user === page.wgUserName && token.expires * 1000 > Date.now();
}

function load( name, first, second ) {
	const core = 'ext.gadget.helpdesk-core';
	return mw.loader.using( core ).then( ( require ) => require( core )[ name ]( first, second ) );
}

function link( label, path ) {
	const a = document.createElement( 'a' );
	a.textContent = label;
	a.href = config.toolUrl + path;
	return a;
}

function onClick( a, act ) {
	a.addEventListener( 'click', ( event ) => {
		if ( window.WebAssembly && !event.ctrlKey && !event.metaKey && !event.shiftKey ) {
			event.preventDefault();
			act();
		}
	} );
}

/** A collapsed box in `box`; the first time it is opened the core fills it. */
function fold( box, label, path, name, subject ) {
	const button = link( label, path );
	const body = document.createElement( 'div' );
	let started;
	function toggle() {
		body.hidden = !body.hidden;
		button.setAttribute( 'aria-expanded', !body.hidden );
		if ( !started ) {
			started = true;
			body.textContent = text.wait;
			load( name, body, subject ).catch( ( error ) => {
				mw.log.error( error );
				body.textContent = text.failed + ' ';
				body.append( link( text.tool, path ) );
			} );
		}
	}
	box.textContent = '';
	box.classList.add( 'helpdesk-box' );
	button.className = 'helpdesk-button';
	button.setAttribute( 'aria-expanded', false );
	body.className = 'helpdesk-body';
	body.hidden = true;
	box.append( button, body );
	onClick( button, toggle );
	return toggle;
}

/** The boxes that the page has a place for; one at the top if it has none. */
function places( selector ) {
	const found = document.querySelectorAll( selector + ':not(.helpdesk-box)' );
	if ( !found.length && !document.querySelector( selector ) ) {
		const box = document.createElement( 'div' );
		box.className = selector.slice( 1 );
		document.getElementById( 'mw-content-text' ).prepend( box );
		return [ box ];
	}
	return found;
}

function boxes() {
	if ( isRequest( title ) ) {
		places( '.helpdesk-request' ).forEach( ( box ) => {
			const open = fold( box, text.takePart, '/support-requests?title=' + encodeURIComponent( title ), 'openRequest', title );
			if ( isSignedIn() ) {
				open();
			}
		} );
	}
	if ( isProject() || document.querySelector( '.helpdesk-panel' ) ) {
		places( '.helpdesk-panel' ).forEach( ( box ) => {
			fold( box, text.open, '/support-requests/new?context_page=' + encodeURIComponent( title ), 'openPanel', { title: title, revision: page.wgRevisionId } );
		} );
	}
}

/** Rows of requests get a line of their own at once, so that nothing moves when it is filled. */
function rows() {
	const isIn = isSignedIn();
	let isNew = false;
	if ( !page.wgUserName || isIn && !kept( 'watchlist' ) ) {
		return;
	}
	document.querySelectorAll( '.mw-changeslist .mw-changeslist-line-inner' ).forEach( ( row ) => {
		const head = row.querySelector( '.mw-changeslist-title' );
		const name = row.dataset.targetPage || head && head.title || '';
		if ( isRequest( name ) && !row.querySelector( '.helpdesk-row' ) ) {
			const line = document.createElement( 'span' );
			line.className = 'helpdesk-row';
			line.dataset.title = name;
			row.append( line );
			isNew = true;
			if ( !isIn ) {
				const a = link( text.signIn, '/' );
				line.append( a );
				onClick( a, () => {
					// Opened here, while the browser still counts the click; the core sends it on its way.
					window.open( '', 'helpdesk-sign-in', 'popup,width=500,height=700' );
					load( 'signIn' ).catch( mw.log.error );
				} );
			}
		}
	} );
	if ( isNew && isIn ) {
		load( 'decorate', document.querySelector( '.mw-changeslist' ) ).catch( mw.log.error );
	}
}

if ( /^(Watchlist|Recentchanges)/.test( page.wgCanonicalSpecialPageName ) ) {
	mw.hook( 'wikipage.content' ).add( rows );
} else if ( page.wgAction === 'view' && page.wgNamespaceNumber >= 0 ) {
	mw.hook( 'wikipage.content' ).add( boxes );
}
