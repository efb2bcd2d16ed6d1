/**
 * How much a reader downloads for a gadget.
 */
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { gzipSync } from 'node:zlib';

/** Bytes of the answer as they cross the wire, without headers. */
function fetchRaw( address ) {
	return new Promise( ( resolve, reject ) => {
		const request = address.protocol === 'https:' ? secure : plain;
		request( address, { headers: { 'Accept-Encoding': 'gzip' } }, ( response ) => {
			const parts = [];
			response.on( 'data', ( part ) => parts.push( part ) );
			response.on( 'error', reject );
			response.on( 'end', () => resolve( { status: response.statusCode, encoding: response.headers[ 'content-encoding' ], body: Buffer.concat( parts ) } ) );
		} ).on( 'error', reject ).end();
	} );
}

/**
 * @param {string} api Address of api.php
 * @param {string} gadget
 * @return {Promise<{size: number, isGzipped: boolean}>}
 */
export async function servedSize( api, gadget ) {
	const address = new URL( api.replace( /api\.php$/, 'load.php' ) );
	address.search = new URLSearchParams( { lang: 'en', skin: 'vector-2022', modules: `ext.gadget.${ gadget }` } );
	const { status, encoding, body } = await fetchRaw( address );
	if ( status !== 200 ) {
		throw new Error( `${ address } answers ${ status }` );
	}
	const isGzipped = encoding === 'gzip';
	const text = isGzipped ? '' : body.toString();
	if ( /JavaScript parse error/.test( text ) ) {
		throw new Error( `the wiki refuses the script of ${ gadget }` );
	}
	return { size: isGzipped ? body.length : gzipSync( body ).length, isGzipped };
}
