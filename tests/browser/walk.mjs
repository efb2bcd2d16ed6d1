// The whole story in a browser: every step typed and clicked as that account in a context of its own; the API and the
// database are asked only in order to assert. Started by `cargo xtask demo --check`; with names of parts only those are
// walked: `cargo xtask demo -- node tests/browser/walk.mjs arrive mail`.
import { fileURLToPath } from 'node:url';
import { anonymousClient, launch } from './browser.mjs';
import { person } from './people.mjs';
import { CAST, password, read } from './settings.mjs';
import { Walk } from './walk-steps.mjs';
import { Wiki } from './wiki.mjs';
import { arrive } from './steps/arrive.mjs';
import { ask } from './steps/ask.mjs';
import { gather } from './steps/gather.mjs';
import { committee } from './steps/committee.mjs';
import { develop } from './steps/develop.mjs';
import { meeting } from './steps/meeting.mjs';
import { support } from './steps/support.mjs';
import { others } from './steps/others.mjs';
import { deliberate } from './steps/deliberate.mjs';
import { mail } from './steps/mail.mjs';

const PARTS = { arrive, ask, gather, committee, develop, meeting, support, others, deliberate, mail };
const PICTURES = fileURLToPath( new URL( '../../target/walk/pictures', import.meta.url ) );

function chosen() {
	const names = process.argv.slice( 2 );
	const unknown = names.filter( ( name ) => !PARTS[ name ] );
	if ( unknown.length ) {
		throw new Error( `no part is called ${ unknown.join( ', ' ) }; they are ${ Object.keys( PARTS ).join( ', ' ) }` );
	}
	return names.length ? names : Object.keys( PARTS );
}

async function main() {
	const settings = read();
	const browser = await launch();
	const people = {};
	const walk = new Walk( PICTURES, () => Object.values( people ) );
	try {
		for ( const [ key, name ] of Object.entries( CAST ) ) {
			people[ key ] = await person( browser, name, password( name ) );
		}
		const anonymous = await anonymousClient();
		const world = { settings, browser, people, anonymous, wiki: new Wiki( settings.wiki, anonymous ) };
		for ( const name of chosen() ) {
			await PARTS[ name ]( walk, world );
		}
	} finally {
		await browser.close();
	}
	return walk.finish();
}

main().then( ( code ) => {
	process.exitCode = code;
}, ( error ) => {
	console.error( `walk: ${ error && error.stack || error }` );
	process.exitCode = 1;
} );
