// Waiting for something that no event of the browser tells.

const PAUSE = 100;

/**
 * @template T
 * @param {string} what In words, for the error
 * @param {function(): Promise<T>} look Is asked again until it gives something true
 * @param {number} [seconds]
 * @return {Promise<T>}
 */
export async function until( what, look, seconds = 30 ) {
	const end = Date.now() + seconds * 1000;
	for ( ;; ) {
		const found = await look();
		if ( found ) {
			return found;
		}
		if ( Date.now() > end ) {
			throw new Error( `waited ${ seconds } s in vain: ${ what }` );
		}
		await new Promise( ( resolve ) => {
			setTimeout( resolve, PAUSE );
		} );
	}
}
