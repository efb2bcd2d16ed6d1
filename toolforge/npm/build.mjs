/**
 * Makes the gadget's wiki pages out of what `helpdesk_bindgen` wrote.
 *
 *   node build.mjs --wasm DIR --out DIR [--no-budget]
 *
 * DIR of --wasm holds helpdesk_gadget.js and helpdesk_gadget_bg.wasm; --out gets one file a page, called after the
 * page's title through encodeURIComponent, and Gadgets-definition.txt. Prints sizes; exits 1 over the budget, or if a
 * script is more than ES2016 (which is what MediaWiki 1.43 validates a default gadget against).
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

import { parse } from 'acorn';
import * as esbuild from 'esbuild';

import { unpack } from '../../gadget/loader/lzma.js';
import { BUDGET, DEFINITION, fileName, wikiJson } from './pages.mjs';

const here = dirname( fileURLToPath( import.meta.url ) );
const gadget = resolve( here, '../../gadget' );

/** What rustc's default wasm32 target uses, all in browsers since 2021; wasm-opt refuses the rest. */
const FEATURES = [ 'bulk-memory', 'bulk-memory-opt', 'call-indirect-overlong', 'multivalue', 'mutable-globals', 'nontrapping-float-to-int', 'reference-types', 'sign-ext' ];

function source( path ) {
	return readFileSync( join( gadget, path ), 'utf8' );
}

/** All languages, by code. */
function languages() {
	const all = {};
	for ( const name of readdirSync( join( gadget, 'i18n' ) ).sort() ) {
		if ( name.endsWith( '.json' ) && name !== 'qqq.json' ) {
			const words = JSON.parse( source( `i18n/${ name }` ) );
			delete words[ '@metadata' ];
			all[ name.slice( 0, -'.json'.length ) ] = words;
		}
	}
	return all;
}

const LOADER_PREFIX = 'helpdesk-loader-';
/** A default gadget's description: for the preferences, not for the loader. */
const DESCRIPTION = LOADER_PREFIX + 'description';

/** The loader's own words, under short names: `helpdesk-loader-take-part` is `takePart`. */
function loaderWords( all ) {
	const chosen = {};
	for ( const [ language, words ] of Object.entries( all ) ) {
		for ( const [ key, text ] of Object.entries( words ) ) {
			if ( key.startsWith( LOADER_PREFIX ) && key !== DESCRIPTION ) {
				const short = key.slice( LOADER_PREFIX.length ).replace( /-(.)/g, ( _, c ) => c.toUpperCase() );
				( chosen[ language ] ??= {} )[ short ] = text;
			}
		}
	}
	return chosen;
}

/** What the tool's own pages, its mails and the pages it writes say. */
const ELSEWHERE = [ 'loader', 'site', 'error', 'stuck', 'retry', 'note', 'block', 'data', 'mail', 'summary', 'passage', 'age', 'left', 'late', 'consent', 'edited' ];

/** The core's words: all but those of elsewhere, unless its source names one of them. */
function coreWords( all ) {
	const named = new Set();
	for ( const name of readdirSync( join( gadget, 'src' ), { recursive: true } ) ) {
		if ( name.endsWith( '.rs' ) ) {
			( source( `src/${ name }` ).match( /helpdesk-[a-z0-9-]+/g ) || [] ).forEach( ( key ) => named.add( key ) );
		}
	}
	const isCore = ( [ key ] ) => named.has( key ) || !ELSEWHERE.includes( key.split( '-' )[ 1 ] );
	return Object.fromEntries( Object.entries( all ).map( ( [ language, words ] ) => [ language, Object.fromEntries( Object.entries( words ).filter( isCore ) ) ] ) );
}

function loader( all ) {
	const marker = '__WORDS__;';
	const text = source( 'loader/helpdesk.js' );
	if ( text.split( marker ).length !== 2 ) {
		throw new Error( `gadget/loader/helpdesk.js must have «${ marker }» once` );
	}
	return text.replace( marker, () => JSON.stringify( loaderWords( all ), null, '\t' ) + ';' );
}

/** Calls what goes in and out of the module by the short names that wasm-opt gave it. */
function shortened( glue, { imports, exports } ) {
	const text = { glue };
	function replace( pattern, to, name ) {
		if ( !pattern.test( text.glue ) ) {
			throw new Error( `the glue has no «${ name }», which the wasm has` );
		}
		text.glue = text.glue.replace( pattern, to );
	}
	// All of it comes from one module, which wasm-opt calls «a».
	replace( /"\.\/helpdesk_gadget_bg\.js":/, () => 'a:', 'helpdesk_gadget_bg.js' );
	for ( const [ , name, short ] of imports ) {
		replace( new RegExp( `^(\\s+)${ name }: function`, 'm' ), ( _, space ) => `${ space }${ short }: function`, name );
	}
	// In one go: a new name may be another's old one.
	const names = new Map( exports );
	text.glue = text.glue.replace( /\bwasm\.([\w$]+)/g, ( _, name ) => {
		if ( !names.has( name ) ) {
			throw new Error( `the wasm has no «${ name }», which the glue calls` );
		}
		return 'wasm.' + names.get( name );
	} );
	return text.glue;
}

/** The glue exports a loader for a URL; the core needs only the two steps inside of it. It calls `host.js` by a name. */
function gluePlugin( glue ) {
	return {
		name: 'glue',
		setup( build ) {
			build.onResolve( { filter: /^glue$/ }, () => ( { path: 'glue', namespace: 'glue' } ) );
			build.onLoad( { filter: /.*/, namespace: 'glue' }, () => ( {
				contents: `import * as helpdeskHost from ${ JSON.stringify( join( gadget, 'loader/host.js' ) ) };\n` + glue + '\nexport { __wbg_get_imports as imports, __wbg_finalize_init as finish };\n',
				loader: 'js',
				resolveDir: gadget
			} ) );
		}
	};
}

async function core( glue ) {
	const built = await esbuild.build( {
		entryPoints: [ join( gadget, 'loader/core.js' ) ],
		bundle: true,
		write: false,
		charset: 'utf8',
		banner: { js: '( function ( mwRequire, mwModule ) {' },
		footer: { js: '}( require, module ) );' },
		format: 'iife',
		legalComments: 'none',
		logLevel: 'warning',
		logOverride: { 'import-is-undefined': 'error' },
		minifySyntax: true,
		minifyWhitespace: true,
		minifyIdentifiers: true,
		plugins: [ gluePlugin( glue ) ],
		target: 'es2016'
	} );
	return '// Made from gadget/ by `cargo xtask gadget build`; edit that, not this.\n' + built.outputFiles[ 0 ].text;
}

function wasmOpt( ...words ) {
	const features = FEATURES.map( ( name ) => `--enable-${ name }` );
	return execFileSync( process.execPath, [ join( here, 'node_modules/binaryen/bin/wasm-opt' ), '--mvp-features', ...features, ...words ],
		{ stdio: [ 'ignore', 'pipe', 'inherit' ], encoding: 'utf8' } );
}

/** Little is written into its callers: that makes code which packs worse. */
const LITTLE_INLINING = [ '-aimfs', '4', '-fimfs', '1', '-ocimfs', '12' ];

/** Less bytes packed than `-Oz`, which writes fewer bytes that have less in common. */
const SMALL_WHEN_PACKED = [ '-O2', '-s', '2', '--converge', ...LITTLE_INLINING, '--low-memory-unused', '--dealign' ];

/** The module made small, and the short names of what goes in and out of it. */
function optimised( dir ) {
	const scratch = mkdtempSync( join( tmpdir(), 'helpdesk-gadget-' ) );
	const out = join( scratch, 'helpdesk_gadget.wasm' );
	try {
		wasmOpt( ...SMALL_WHEN_PACKED, '--strip-debug', '--strip-producers', '--strip-target-features',
			join( dir, 'helpdesk_gadget_bg.wasm' ), '-o', out );
		// A run of its own: with the passes above it would name things again at each round.
		const printed = wasmOpt( '--minify-imports-and-exports-and-modules', out, '-o', out );
		return { wasm: readFileSync( out ), names: JSON.parse( printed ) };
	} finally {
		rmSync( scratch, { recursive: true } );
	}
}

/** Packed as `gadget/loader/lzma.js` unpacks it. Wasm's instructions begin at any byte, so no place is like another. */
function packed( wasm ) {
	const bare = execFileSync( 'xz', [ '--format=raw', '--lzma1=preset=9e,dict=1MiB,lc=4,lp=0,pb=0,nice=64', '--stdout' ], { input: wasm } );
	if ( !wasm.equals( unpack( bare, wasm.length ) ) ) {
		throw new Error( 'the packed wasm does not unpack to what it was' );
	}
	return { size: wasm.length, wasm: bare.toString( 'base64' ) };
}

function checkSyntax( title, text ) {
	try {
		parse( text, { ecmaVersion: 2016, sourceType: 'script', allowReturnOutsideFunction: true } );
	} catch ( error ) {
		throw new Error( `${ title } is not ES2016: ${ error.message }` );
	}
}

/** About what load.php answers: scripts without comments and spaces, gzipped in one. */
function servedSize( pages, gadget ) {
	const line = DEFINITION.split( '\n' ).find( ( one ) => one.startsWith( `* ${ gadget }[` ) );
	const parts = [];
	for ( const file of line.split( ']|' )[ 1 ].split( '|' ) ) {
		const text = pages[ `MediaWiki:Gadget-${ file }` ];
		const kind = file.split( '.' ).pop();
		if ( text !== undefined ) {
			parts.push( kind === 'json' ?
				JSON.stringify( JSON.parse( text ) ) :
				esbuild.transformSync( text, { loader: kind, minifyWhitespace: true, charset: 'utf8' } ).code );
		}
	}
	return gzipSync( parts.join( '\n' ), { level: 9 } ).length;
}

const { values } = parseArgs( { options: { wasm: { type: 'string' }, out: { type: 'string' }, 'no-budget': { type: 'boolean' } } } );
if ( !values.wasm || !values.out ) {
	console.error( 'usage: node build.mjs --wasm DIR --out DIR [--no-budget]' );
	process.exit( 2 );
}
const dir = resolve( values.wasm );
const out = resolve( values.out );
rmSync( out, { recursive: true, force: true } );
mkdirSync( out, { recursive: true } );

const all = languages();
const { wasm, names } = optimised( dir );
const glue = shortened( readFileSync( join( dir, 'helpdesk_gadget.js' ), 'utf8' ), names );
const pages = {
	'MediaWiki:Gadget-helpdesk.js': loader( all ),
	'MediaWiki:Gadget-helpdesk.css': source( 'loader/helpdesk.css' ),
	'MediaWiki:Gadget-helpdesk': all.en[ DESCRIPTION ],
	'MediaWiki:Gadget-helpdesk-core.js': await core( glue ),
	'MediaWiki:Gadget-helpdesk-core.css': source( 'loader/core.css' ),
	'MediaWiki:Gadget-helpdesk-core-wasm.json': wikiJson( packed( wasm ) ),
	'MediaWiki:Gadget-helpdesk-words.js': "module.exports = require( './helpdesk-words.json' );",
	'MediaWiki:Gadget-helpdesk-words.json': wikiJson( coreWords( all ) )
};
for ( const [ title, text ] of Object.entries( pages ) ) {
	if ( title.endsWith( '.js' ) ) {
		checkSyntax( title, text );
	}
	// A page keeps no white space at its end.
	writeFileSync( join( out, fileName( title ) ), text.trimEnd() );
}
writeFileSync( join( out, 'Gadgets-definition.txt' ), DEFINITION );

console.log( `wasm ${ wasm.length } bytes` );
let isOver = false;
for ( const [ name, budget ] of Object.entries( BUDGET ) ) {
	const size = servedSize( pages, name );
	isOver ||= size > budget;
	console.log( `${ name } ${ size } bytes gzipped (about), budget ${ budget }${ size > budget ? ': OVER' : '' }` );
}
if ( isOver && !values[ 'no-budget' ] ) {
	console.error( 'the gadget is over its budget' );
	process.exit( 1 );
}
