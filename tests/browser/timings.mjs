// How long a reader waits for the gadget, in headless Chromium, as medians; fails if one is over its goal.
//   cargo xtask demo -- node tests/browser/timings.mjs
// It needs what `demo --check` installs. Each line is said in words and as JSON.
import { anonymousClient, launch } from './browser.mjs';
import { person, signInOnWiki } from './people.mjs';
import { CAST, password, read } from './settings.mjs';
import { Wiki } from './wiki.mjs';

const RUNS = 11;
const ROWS = 500;

/** Milliseconds. */
const GOALS = { 'panel-uncached': 400, 'panel-cached': 150, watchlist: 50 };

const median = ( numbers ) => numbers.slice().sort( ( a, b ) => a - b )[ numbers.length >> 1 ];

/** Says what was measured; false if it is over its goal. */
function said( name, words, numbers ) {
	const goal = GOALS[ name ];
	const round = ( number ) => Math.round( number * 10 ) / 10;
	const all = numbers.map( round );
	const line = { name, median: median( all ), min: Math.min( ...all ), max: Math.max( ...all ), runs: all.length, goal, unit: 'ms' };
	console.log( `${ words }: ${ line.median } ms${ goal ? `, the goal is ${ goal } ms` : '' }${ line.median > goal ? ': OVER' : '' }` );
	console.log( JSON.stringify( line ) );
	return !( line.median > goal );
}

/** In the page: clicks on the panel and gives the milliseconds until the form can be typed into and was drawn. */
function openPanel() {
	return new Promise( ( resolve ) => {
		const start = performance.now();
		const look = () => {
			const field = document.querySelector( '.helpdesk-panel textarea:not([disabled])' );
			if ( field && field.getClientRects().length ) {
				observer.disconnect();
				// After the next frame it is on the screen.
				requestAnimationFrame( () => setTimeout( () => resolve( performance.now() - start ) ) );
			}
		};
		const observer = new MutationObserver( look );
		observer.observe( document.body, { childList: true, subtree: true, attributes: true } );
		document.querySelector( '.helpdesk-panel .helpdesk-button' ).click();
	} );
}

async function atPanel( page, address, tool ) {
	const calls = [];
	const note = ( request ) => request.url().startsWith( tool ) && calls.push( request.url() );
	page.on( 'request', note );
	await page.goto( address, { waitUntil: 'networkidle' } );
	await page.locator( '.helpdesk-panel .helpdesk-button[aria-expanded="false"]' ).waitFor();
	if ( calls.length ) {
		throw new Error( `the tool was called before the panel was opened: ${ calls.join( ' ' ) }` );
	}
	page.off( 'request', note );
}

/** With an empty cache, and again with all in it: MediaWiki keeps scripts in the browser's cache. */
async function panel( browser, address, tool ) {
	const uncached = [], cached = [];
	for ( let run = 0; run <= RUNS; run++ ) {
		const reader = await person( browser, 'a reader', '' );
		await atPanel( reader.page, address, tool );
		const first = await reader.page.evaluate( openPanel );
		await atPanel( reader.page, address, tool );
		const second = await reader.page.evaluate( openPanel );
		await reader.context.close();
		// The wiki makes the scripts at the first request ever.
		if ( run ) {
			uncached.push( first );
			cached.push( second );
		}
	}
	return [
		said( 'panel-uncached', 'click on the panel to usable form, the core not in the cache', uncached ),
		said( 'panel-cached', 'click on the panel to usable form, the core in the cache', cached )
	];
}

/** In the page: a list of changes with a row for each title, as MediaWiki writes it. */
function fillWatchlist( titles ) {
	const list = document.createElement( 'div' );
	list.className = 'mw-changeslist';
	const items = titles.map( ( title ) => {
		const item = document.createElement( 'li' );
		const inner = document.createElement( 'span' );
		const link = document.createElement( 'a' );
		item.className = 'mw-changeslist-line';
		inner.className = 'mw-changeslist-line-inner';
		inner.dataset.targetPage = title;
		link.className = 'mw-changeslist-title';
		link.title = link.textContent = title;
		link.href = '#';
		inner.append( link );
		item.append( inner );
		return item;
	} );
	list.append( ...items );
	document.querySelectorAll( '.mw-changeslist' ).forEach( ( one ) => one.remove() );
	document.getElementById( 'mw-content-text' ).append( list );
}

/** In the page: tells the gadget of the rows and waits until each is filled and drawn. */
function decorate( count ) {
	return new Promise( ( resolve ) => {
		const drawn = () => requestAnimationFrame( () => setTimeout( resolve ) );
		const observer = new MutationObserver( () => {
			if ( document.querySelectorAll( '.helpdesk-row .helpdesk-badge' ).length === count ) {
				observer.disconnect();
				drawn();
			}
		} );
		observer.observe( document.getElementById( 'mw-content-text' ), { childList: true, subtree: true } );
		mw.hook( 'wikipage.content' ).fire( window.jQuery( '#mw-content-text' ) );
		if ( !count ) {
			drawn();
		}
	} );
}

const state = ( n ) => ( {
	reference: '0123456' + 'abcdefgh'[ n % 8 ], title: `Request ${ n }`, stage: 'with-committee', priority: null,
	turn: 'committee', by: 1900000000, duty: n % 2 ? 'give-feedback' : null
} );

/** What the main thread has done so far, in milliseconds of its own, however busy the machine is. */
async function work( session ) {
	const { metrics } = await session.send( 'Performance.getMetrics' );
	const of = ( name ) => metrics.find( ( one ) => one.name === name ).value * 1000;
	return { all: of( 'TaskDuration' ), drawing: of( 'LayoutDuration' ) + of( 'RecalcStyleDuration' ) };
}

/** The tool answers at once: what it needs itself is measured elsewhere. */
async function watchlist( browser, settings, prefix ) {
	const member = await person( browser, CAST.bruno, password( CAST.bruno ) );
	await signInOnWiki( settings.wiki, member );
	const { page } = member;
	await page.addInitScript( ( user ) => {
		localStorage.setItem( 'helpdesk.token', JSON.stringify( { token: 'x', expires: Date.now() / 1000 + 3600 | 0, user } ) );
		localStorage.setItem( 'helpdesk.watchlist', 'true' );
	}, member.name );
	await page.route( `${ settings.tool }/api/v1/page-lookups`, ( route ) => {
		const headers = { 'Access-Control-Allow-Origin': settings.wiki, 'Access-Control-Allow-Headers': '*, authorization, content-type' };
		if ( route.request().method() === 'OPTIONS' ) {
			return route.fulfill( { status: 204, headers } );
		}
		const { titles } = route.request().postDataJSON();
		const pages = Object.fromEntries( titles.map( ( title, n ) => [ title, state( n ) ] ) );
		return route.fulfill( { headers, json: { pages: { digest: 'd', pages } } } );
	} );
	const session = await member.context.newCDPSession( page );
	await session.send( 'Performance.enable', { timeDomain: 'threadTicks' } );
	const titles = ( start ) => Array.from( { length: ROWS }, ( _, n ) => `${ start }Request ${ n }` );
	/** The work from telling of the rows until `count` of them are filled. */
	async function worked( names, count ) {
		await page.evaluate( fillWatchlist, names );
		await page.evaluate( () => new Promise( ( resolve ) => {
			requestAnimationFrame( () => setTimeout( resolve ) );
		} ) );
		const before = await work( session );
		await page.evaluate( decorate, count );
		const after = await work( session );
		return { all: after.all - before.all, drawing: after.drawing - before.drawing };
	}
	const found = { start: [], without: [], filled: [], drawing: [] };
	for ( let run = 0; run <= RUNS; run++ ) {
		await page.goto( `${ settings.wiki }/wiki/Special:Watchlist`, { waitUntil: 'networkidle' } );
		const start = await worked( titles( prefix ).slice( 0, 1 ), 1 );
		// What the wiki itself does with a list of that length.
		const without = await worked( titles( 'Another page/' ), 0 );
		const filled = await worked( titles( prefix ), ROWS );
		if ( run ) {
			found.start.push( start.all );
			found.without.push( without.all );
			found.filled.push( filled.all - without.all );
			found.drawing.push( filled.drawing - without.drawing );
		}
	}
	await member.context.close();
	said( 'core-start', 'main thread: the core starts, from the cache, and fills one row', found.start );
	said( 'watchlist-without', `main thread: what the wiki does with ${ ROWS } rows that are no requests`, found.without );
	said( 'watchlist-drawing', `main thread: style and layout of ${ ROWS } rows of requests, beyond that`, found.drawing );
	return said( 'watchlist', `main thread: ${ ROWS } rows of requests are filled, all in all beyond that`, found.filled );
}

async function main() {
	const settings = read();
	const browser = await launch();
	let isGood = true;
	try {
		const wiki = new Wiki( settings.wiki, await anonymousClient() );
		const policy = await ( await wiki.client.get( `${ settings.tool }/api/v1/policy` ) ).json();
		const pages = ( policy.policy || policy ).wiki;
		const [ project ] = pages.project_pages;
		const panels = await panel( browser, wiki.address( project ), settings.tool );
		const rows = await watchlist( browser, settings, pages.request_prefix );
		isGood = rows && panels.every( Boolean );
	} finally {
		await browser.close();
	}
	process.exitCode = isGood ? 0 : 1;
}

main().catch( ( error ) => {
	console.error( `timings: ${ error && error.stack || error }` );
	process.exitCode = 1;
} );
