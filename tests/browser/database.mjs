// The record, asked only in order to assert, and once to let time pass.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { until } from './until.mjs';

const run = promisify( execFile );

/** Rows of a query, each a list of texts. */
export async function rows( { socket, user, password, name }, sql ) {
	const { stdout } = await run( 'mariadb',
		[ '--no-defaults', `--socket=${ socket }`, `--user=${ user }`, '--batch', '--skip-column-names', name, `--execute=${ sql }` ],
		{ env: { PATH: process.env.PATH, MYSQL_PWD: password } } );
	return stdout.split( '\n' ).filter( Boolean ).map( ( line ) => line.split( '\t' ) );
}

export async function number( database, sql ) {
	const [ [ value ] ] = await rows( database, sql );
	return Number( value );
}

/** How many jobs for the wiki there have ever been. */
export function jobs( database ) {
	return number( database, 'SELECT COALESCE(MAX(id), 0) FROM outbox WHERE kind <> \'mail\'' );
}

/** Waits until the wiki has all that it is to get. */
export async function wikiIsUpToDate( database ) {
	const parked = await until( 'the jobs for the wiki are done', async () => {
		const stuck = await rows( database, 'SELECT id, kind, error FROM outbox WHERE state = \'parked\' AND kind <> \'mail\'' );
		const waiting = await number( database, 'SELECT COUNT(*) FROM outbox WHERE state = \'waiting\' AND kind <> \'mail\'' );
		return stuck.length || waiting === 0 ? { stuck } : null;
	}, 60 );
	if ( parked.stuck.length ) {
		throw new Error( `jobs for the wiki need a person: ${ parked.stuck.map( ( row ) => row.join( ' ' ) ).join( '; ' ) }` );
	}
}

/** Mail that somebody typed waits for some minutes in which it can be taken back; the walk lets them pass at once. */
export function mailPauseIsOver( database ) {
	return rows( database, 'UPDATE outbox SET due_at = NOW() WHERE kind = \'mail\' AND state = \'waiting\'' );
}

/** The title of a request's wiki page. */
export async function pageOf( database, reference ) {
	const [ row ] = await rows( database,
		`SELECT CONVERT(p.title USING utf8mb4) FROM wiki_page p JOIN support_request r ON r.id = p.request_id WHERE r.reference = '${ reference }'` );
	if ( !row ) {
		throw new Error( `request ${ reference } has no wiki page` );
	}
	return row[ 0 ];
}
