// The wiki as everybody can read it, through its API and without signing in.

export class Wiki {
	constructor( url, client ) {
		this.url = url;
		this.client = client;
	}

	address( title ) {
		return `${ this.url }/wiki/${ encodeURIComponent( title.replace( / /g, '_' ) ).replace( /%2F/g, '/' ).replace( /%3A/g, ':' ) }`;
	}

	async query( parameters ) {
		const all = { action: 'query', format: 'json', formatversion: '2', ...parameters };
		const answer = await this.client.get( `${ this.url }/w/api.php?${ new URLSearchParams( all ) }` );
		const body = await answer.json();
		if ( body.error ) {
			throw new Error( `the wiki says ${ body.error.code }: ${ body.error.info }` );
		}
		return body;
	}

	/** Follows the wiki's `continue` to the end. */
	async list( parameters, take ) {
		const found = [];
		let next = {};
		do {
			const body = await this.query( { ...parameters, ...next } );
			found.push( ...take( body.query ) );
			next = body.continue;
		} while ( next );
		return found;
	}

	/** The text of a page as it is now; `null` if there is none. */
	async text( title ) {
		const { query } = await this.query( { prop: 'revisions', rvprop: 'content', rvslots: 'main', titles: title } );
		const [ page ] = query.pages;
		return page.missing ? null : page.revisions[ 0 ].slots.main.content;
	}

	/** A page's revisions, newest first. */
	history( title ) {
		return this.list( { prop: 'revisions', rvprop: 'ids|user|comment|tags', rvlimit: '500', titles: title },
			( query ) => query.pages[ 0 ].revisions || [] );
	}

	/** The number of the newest recent change. */
	async newest() {
		const { query } = await this.query( { list: 'recentchanges', rcprop: 'ids', rclimit: '1' } );
		return query.recentchanges[ 0 ] ? query.recentchanges[ 0 ].rcid : 0;
	}

	contributions( user ) {
		return this.list( { list: 'usercontribs', ucuser: user, ucprop: 'ids|title', uclimit: '500' }, ( query ) => query.usercontribs );
	}

	/** Whatever was ever written: texts and summaries of every revision, entries of the logs. */
	async everythingWritten() {
		const revisions = await this.list(
			{ list: 'allrevisions', arvprop: 'content|comment|user', arvslots: 'main', arvlimit: '50' },
			( query ) => query.allrevisions.flatMap( ( page ) => page.revisions.map( ( one ) => `${ page.title }\n${ one.user }\n${ one.comment }\n${ one.slots.main.content }` ) ) );
		const logs = await this.list( { list: 'logevents', leprop: 'title|user|comment|details', lelimit: '500' },
			( query ) => query.logevents.map( ( entry ) => JSON.stringify( entry ) ) );
		return [ ...revisions, ...logs ].join( '\n' );
	}

	/** What would betray that somebody did something: equal before and after means no trace. */
	async traces( title, users ) {
		const contributions = await Promise.all( users.map( ( user ) => this.contributions( user ) ) );
		return {
			recentChanges: await this.newest(),
			history: ( await this.history( title ) ).map( ( one ) => one.revid ),
			talk: ( await this.history( `Talk:${ title }` ) ).map( ( one ) => one.revid ),
			contributions: contributions.map( ( list ) => list.map( ( one ) => one.revid ) )
		};
	}
}
