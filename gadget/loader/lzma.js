/**
 * Unpacks LZMA: a fifth less to download than what the web's own gzip makes of wasm. After Igor Pavlov's
 * specification (public domain), for the settings lc 4, lp 0, pb 0.
 *
 * @param {Uint8Array} packed Without a header
 * @param {number} size Of the unpacked bytes
 * @return {Uint8Array}
 */
export function unpack( packed, size ) {
	const out = new Uint8Array( size );
	let at = 5;
	let range = 0xFFFFFFFF;
	let code = ( packed[ 1 ] << 24 | packed[ 2 ] << 16 | packed[ 3 ] << 8 | packed[ 4 ] ) >>> 0;

	function chances( count ) {
		return new Uint16Array( count ).fill( 1024 );
	}

	function normalize() {
		if ( range < 0x1000000 ) {
			range = range << 8 >>> 0;
			code = ( code << 8 | packed[ at++ ] ) >>> 0;
		}
	}

	function bit( table, i ) {
		const bound = ( range >>> 11 ) * table[ i ];
		let is = 0;
		if ( code < bound ) {
			range = bound;
			table[ i ] += 2048 - table[ i ] >> 5;
		} else {
			range -= bound;
			code -= bound;
			table[ i ] -= table[ i ] >> 5;
			is = 1;
		}
		normalize();
		return is;
	}

	/** So many bits, each with a chance that depends on those before. */
	function tree( table, start, bits ) {
		let node = 1;
		for ( let i = 0; i < bits; i++ ) {
			node = node << 1 | bit( table, start + node );
		}
		return node - ( 1 << bits );
	}

	/** The same, the lowest bit first. */
	function reverse( table, start, bits ) {
		let node = 1, value = 0;
		for ( let i = 0; i < bits; i++ ) {
			const is = bit( table, start + node );
			node = node << 1 | is;
			value |= is << i;
		}
		return value;
	}

	function direct( bits ) {
		let value = 0;
		while ( bits-- ) {
			range >>>= 1;
			const is = code >= range;
			if ( is ) {
				code -= range;
			}
			value = value << 1 | is;
			normalize();
		}
		return value;
	}

	function lengths() {
		const choice = chances( 2 ), low = chances( 8 ), middle = chances( 8 ), high = chances( 256 );
		return () => {
			if ( !bit( choice, 0 ) ) {
				return 2 + tree( low, 0, 3 );
			}
			return bit( choice, 1 ) ? 18 + tree( high, 0, 8 ) : 10 + tree( middle, 0, 3 );
		};
	}

	const literals = chances( 0x300 * 16 );
	const isMatch = chances( 12 ), isRep = chances( 12 ), isRep0 = chances( 12 ), isRep1 = chances( 12 ),
		isRep2 = chances( 12 ), isRep0Long = chances( 12 );
	const slots = chances( 256 ), special = chances( 128 ), align = chances( 16 );
	const matchLength = lengths(), repLength = lengths();
	let state = 0, rep0 = 0, rep1 = 0, rep2 = 0, rep3 = 0, done = 0;

	function literal() {
		const start = 0x300 * ( ( done && out[ done - 1 ] ) >> 4 );
		let node = 1;
		if ( state > 6 ) {
			// After a match the byte that did not match says much about this one.
			let other = out[ done - rep0 - 1 ];
			while ( node < 0x100 ) {
				const expected = other >> 7 & 1;
				other <<= 1;
				const is = bit( literals, start + ( 1 + expected << 8 ) + node );
				node = node << 1 | is;
				if ( is !== expected ) {
					break;
				}
			}
		}
		while ( node < 0x100 ) {
			node = node << 1 | bit( literals, start + node );
		}
		out[ done++ ] = node;
		state = state < 4 ? 0 : state - ( state < 10 ? 3 : 6 );
	}

	function distance( length ) {
		const slot = tree( slots, 64 * Math.min( length - 2, 3 ), 6 );
		if ( slot < 4 ) {
			return slot;
		}
		const bits = ( slot >> 1 ) - 1;
		const base = ( 2 | slot & 1 ) << bits;
		return slot < 14 ?
			base + reverse( special, base - slot, bits ) :
			base + ( direct( bits - 4 ) << 4 ) + reverse( align, 0, 4 );
	}

	/** Which of the last four distances is meant; it becomes the last. */
	function repeated() {
		let chosen = rep1;
		if ( bit( isRep1, state ) ) {
			chosen = rep2;
			if ( bit( isRep2, state ) ) {
				chosen = rep3;
				rep3 = rep2;
			}
			rep2 = rep1;
		}
		rep1 = rep0;
		rep0 = chosen;
	}

	while ( done < size ) {
		const isLate = state > 6;
		let length = 1;
		if ( !bit( isMatch, state ) ) {
			literal();
			continue;
		}
		if ( !bit( isRep, state ) ) {
			rep3 = rep2;
			rep2 = rep1;
			rep1 = rep0;
			length = matchLength();
			rep0 = distance( length );
			state = isLate ? 10 : 7;
		} else {
			const isOther = bit( isRep0, state );
			if ( isOther ) {
				repeated();
			}
			if ( isOther || bit( isRep0Long, state ) ) {
				length = repLength();
				state = isLate ? 11 : 8;
			} else {
				state = isLate ? 11 : 9;
			}
		}
		// Byte by byte: what is copied may be what was just written.
		while ( length-- ) {
			out[ done ] = out[ done - rep0 - 1 ];
			done++;
		}
	}
	return out;
}
