/**
 * Saves the templates and the gadget's pages on a wiki, or prints what an interface administrator has to paste.
 *
 *   HELPDESK_WIKI_PASSWORD=WORD node publish.mjs --api URL --user NAME --dist DIR --tool-url URL [options]
 *   node publish.mjs --api URL --dist DIR --tool-url URL --dry [options]
 *
 *   --config FILE_OR_JSON   the gadget's configuration
 *   --templates FILE        the templates, as `helpdesk-server wiki templates` prints them
 *   --project-page FILE     wikitext for the first project page, where the wiki has none; %table% is the table's template
 *   --budget                an error if the gadget is too large
 *
 * The configuration is { toolUrl, prefix, projectPages, dataPage }; --tool-url sets the first, the others have defaults.
 * A name in projectPages that ends in a slash stands for all pages below it. With a bot password NAME is `User@bot`.
 * Pages that are already as they should be are left alone. At the end the gadget's sizes are printed as load.php serves
 * them.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { BUDGET, CONFIG_PAGE, DEFINITION, DEFINITION_PAGE, PAGES, fileName, wikiJson } from './pages.mjs';
import { servedSize } from './served.mjs';
import { Wiki } from './wiki.mjs';

const { values } = parseArgs( { options: {
	api: { type: 'string' }, user: { type: 'string' }, dist: { type: 'string' }, 'tool-url': { type: 'string' },
	config: { type: 'string' }, templates: { type: 'string' }, 'project-page': { type: 'string' },
	dry: { type: 'boolean' }, budget: { type: 'boolean' }
} } );
const password = process.env.HELPDESK_WIKI_PASSWORD;

function fail( words ) {
	console.error( words );
	process.exit( 1 );
}

function configuration() {
	const given = !values.config ? {} : JSON.parse( values.config.trim().startsWith( '{' ) ? values.config : readFileSync( values.config, 'utf8' ) );
	const prefix = given.prefix || 'Content Partnerships Hub/Helpdesk/Requests/';
	const config = {
		toolUrl: ( values[ 'tool-url' ] || given.toolUrl || '' ).replace( /\/+$/, '' ),
		prefix,
		projectPages: given.projectPages || [],
		dataPage: given.dataPage || prefix + 'Data'
	};
	const unknown = Object.keys( given ).filter( ( key ) => !( key in config ) );
	if ( !/^https?:\/\/[^/]+/.test( config.toolUrl ) || unknown.length || !Array.isArray( config.projectPages ) ) {
		fail( `the configuration needs a toolUrl and a list projectPages${ unknown.length ? `, and knows no ${ unknown.join( ', ' ) }` : '' }` );
	}
	return config;
}

/** The definitions of other gadgets stay as they are. */
function definitions( old ) {
	const lines = ( old || '' ).split( '\n' );
	const ours = DEFINITION.trimEnd().split( '\n' );
	const isOurs = ( line ) => /^\*\s*helpdesk(-core|-words)?\s*\[/.test( line );
	const at = lines.findIndex( isOurs );
	if ( at < 0 ) {
		return [ ...( old ? [ old.trimEnd() ] : [] ), ...ours ].join( '\n' );
	}
	const others = lines.filter( ( line ) => !isOurs( line ) );
	others.splice( at, 0, ...ours );
	return others.join( '\n' ).trimEnd();
}

function commit() {
	try {
		return execFileSync( 'git', [ 'describe', '--always', '--dirty' ], { cwd: dirname( fileURLToPath( import.meta.url ) ), encoding: 'utf8', stdio: [ 'ignore', 'pipe', 'ignore' ] } ).trim();
	} catch {
		return 'an unknown version';
	}
}

function difference( old, text ) {
	const scratch = mkdtempSync( join( tmpdir(), 'helpdesk-publish-' ) );
	writeFileSync( join( scratch, 'wiki' ), old === null ? '' : old + '\n' );
	writeFileSync( join( scratch, 'new' ), text + '\n' );
	const { stdout } = spawnSync( 'git', [ '-c', 'core.quotepath=off', 'diff', '--no-index', '--no-color', 'wiki', 'new' ], { cwd: scratch, encoding: 'utf8' } );
	rmSync( scratch, { recursive: true } );
	const lines = stdout.split( '\n' ).slice( 4 );
	return lines.map( ( line ) => line.length > 200 ? `${ line.slice( 0, 200 ) }… (${ line.length } characters)` : line ).join( '\n' );
}

/** For somebody who pastes: what, where, in which order. */
function describe( texts, old ) {
	const changed = Object.keys( texts ).filter( ( title ) => old[ title ] !== texts[ title ] );
	console.log( changed.length ? 'Paste these pages in this order; the last one makes it live:\n' : 'The wiki has all of it already.' );
	changed.forEach( ( title, i ) => {
		const file = join( values.dist, fileName( title ) );
		writeFileSync( file, texts[ title ] );
		console.log( `${ i + 1 }. ${ title }${ old[ title ] === null ? ' (new)' : '' }: ${ Buffer.byteLength( texts[ title ] ) } bytes, ${ file }` );
	} );
	for ( const title of changed ) {
		console.log( `\n== ${ title } ==\n${ difference( old[ title ], texts[ title ] ) }` );
	}
}

if ( !values.api || !values.dist || !values.dry && !( values.user && password ) ) {
	fail( 'usage: HELPDESK_WIKI_PASSWORD=WORD node publish.mjs --api URL --user NAME --dist DIR --tool-url URL [--config FILE_OR_JSON] [--templates FILE] [--project-page FILE] [--budget] [--dry]' );
}

const wiki = new Wiki( values.api );
if ( values.user && password ) {
	await wiki.signIn( values.user, password );
}
const config = configuration();
const templates = values.templates ? JSON.parse( readFileSync( values.templates, 'utf8' ) ) : {};
const texts = Object.fromEntries( Object.entries( templates ).map( ( [ title, text ] ) => [ title, text.trimEnd() ] ) );
for ( const title of PAGES ) {
	texts[ title ] = title === CONFIG_PAGE ? wikiJson( config ) : readFileSync( join( values.dist, fileName( title ) ), 'utf8' );
}
const [ projectPage ] = values[ 'project-page' ] ? config.projectPages : [];
const old = await wiki.read( [ ...Object.keys( texts ), DEFINITION_PAGE, ...( projectPage ? [ projectPage ] : [] ) ] );
if ( projectPage && old[ projectPage ] === null ) {
	const [ table ] = Object.keys( templates ).filter( ( title ) => title.endsWith( '/table' ) );
	texts[ projectPage ] = readFileSync( values[ 'project-page' ], 'utf8' ).trimEnd().replaceAll( '%table%', table.replace( 'Template:', '' ) );
}
texts[ DEFINITION_PAGE ] = definitions( old[ DEFINITION_PAGE ] );

if ( values.dry ) {
	describe( texts, old );
	process.exit( 0 );
}

const missing = await wiki.missingRights();
if ( missing.length ) {
	fail( `${ values.user } may not publish here: the right ${ missing.join( ', ' ) } is missing (the group interface-admin has it); --dry prints what to paste` );
}
const summary = `Helpdesk, ${ commit() }`;
for ( const [ title, text ] of Object.entries( texts ) ) {
	if ( old[ title ] !== text ) {
		await wiki.save( title, text, summary );
		console.log( `saved ${ title }: ${ Buffer.byteLength( text ) } bytes` );
	}
}
await wiki.purge( Object.keys( texts ) );
const now = await wiki.read( Object.keys( texts ) );
for ( const [ title, text ] of Object.entries( texts ) ) {
	if ( now[ title ] !== text ) {
		fail( `${ title } is not on the wiki as it was saved:\n${ difference( now[ title ], text ) }` );
	}
}
let isOver = false;
for ( const [ name, budget ] of Object.entries( BUDGET ) ) {
	const { size, isGzipped } = await servedSize( values.api, name );
	isOver ||= size > budget;
	console.log( `${ name } ${ size } bytes gzipped as ${ isGzipped ? 'load.php serves it' : 'it would be served (load.php did not gzip)' }, budget ${ budget }${ size > budget ? ': OVER' : '' }` );
}
if ( isOver && values.budget ) {
	fail( 'the gadget is over its budget' );
}
