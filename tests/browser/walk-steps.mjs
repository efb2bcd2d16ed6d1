// Numbers the steps, says how each went, and keeps what could be seen where one failed.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export class Walk {
	/**
	 * @param {string} folder For pictures of a failed step
	 * @param {function(): Array<{name: string, pages: Array}>} people Whose windows are looked at then
	 */
	constructor( folder, people ) {
		this.folder = folder;
		this.people = people;
		this.count = 0;
		this.failed = 0;
	}

	/** Does one step. After a failed one no other is done, as each stands on those before it. */
	async step( name, act ) {
		if ( this.failed ) {
			return;
		}
		this.count += 1;
		const since = Date.now();
		try {
			await act();
			this.noBrokenPages();
			console.log( `ok ${ this.count } ${ name }` );
		} catch ( error ) {
			this.failed += 1;
			console.log( `not ok ${ this.count } ${ name } (after ${ Date.now() - since } ms)` );
			console.log( String( error && error.stack || error ).replace( /^/gm, '  ' ) );
			await this.keepPictures();
		}
	}

	noBrokenPages() {
		for ( const person of this.people() ) {
			const broken = person.broken.splice( 0 );
			if ( broken.length ) {
				throw new Error( `in ${ person.name }'s browser: ${ broken.join( '; ' ) }` );
			}
		}
	}

	async keepPictures() {
		await mkdir( this.folder, { recursive: true } );
		for ( const person of this.people() ) {
			for ( const [ n, page ] of person.context.pages().entries() ) {
				const file = join( this.folder, `${ this.count }-${ person.name }-${ n + 1 }` );
				try {
					await page.screenshot( { path: `${ file }.png`, fullPage: true, timeout: 5000 } );
					await writeFile( `${ file }.html`, `<!-- ${ page.url() } -->\n${ await page.content() }` );
					console.log( `  ${ file }.png` );
				} catch ( error ) {
					console.log( `  no picture of ${ person.name }'s ${ page.url() }: ${ error.message.split( '\n' )[ 0 ] }` );
				}
			}
		}
	}

	/** The last line, and how the program ends. */
	finish() {
		console.log( `walk: ${ this.count } steps, ${ this.failed } failed` );
		return this.failed ? 1 : 0;
	}
}
