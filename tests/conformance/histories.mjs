/**
 * Plays generated histories in the gadget's wasm and prints what they gave.
 *
 *   node histories.mjs DIR SEED COUNT
 *
 * DIR holds what helpdesk_bindgen made of the gadget with the feature `conformance`.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [ folder, seed, count ] = process.argv.slice( 2 );
const glue = await import( pathToFileURL( resolve( folder, 'helpdesk_gadget.js' ) ) );
await glue.default( { module_or_path: readFileSync( join( folder, 'helpdesk_gadget_bg.wasm' ) ) } );
console.log( glue.histories( Number( seed ), Number( count ) ) );
