/**
 * As much of a wiki's API as publishing needs: sign in, read pages, save them.
 */

const AGENT = 'helpdesk-gadget-publish/0.1 (https://meta.wikimedia.org/wiki/Content_Partnerships_Hub/Helpdesk)';

export class Wiki {
	/** @param {string} api Address of api.php */
	constructor( api ) {
		this.api = api;
		this.cookies = new Map();
	}

	async call( parameters, method = 'POST' ) {
		const query = new URLSearchParams( { format: 'json', formatversion: '2', errorformat: 'plaintext', ...parameters } );
		const headers = { 'User-Agent': AGENT, Cookie: [ ...this.cookies ].map( ( pair ) => pair.join( '=' ) ).join( '; ' ) };
		const response = await fetch( method === 'GET' ? `${ this.api }?${ query }` : this.api, { method, headers, body: method === 'GET' ? undefined : query } );
		for ( const cookie of response.headers.getSetCookie() ) {
			const [ , name, value ] = /^([^=]+)=([^;]*)/.exec( cookie );
			this.cookies.set( name, value );
		}
		if ( !response.ok ) {
			throw new Error( `${ this.api } answers ${ response.status }` );
		}
		const answer = await response.json();
		if ( answer.errors ) {
			throw new Error( `${ parameters.action }: ${ answer.errors.map( ( error ) => `${ error.text } (${ error.code })` ).join( '; ' ) }` );
		}
		return answer;
	}

	async token( type ) {
		const answer = await this.call( { action: 'query', meta: 'tokens', type }, 'GET' );
		return answer.query.tokens[ `${ type }token` ];
	}

	/** With a bot password (`User@name`) or the account's own. */
	async signIn( user, password ) {
		if ( user.includes( '@' ) ) {
			const { login } = await this.call( { action: 'login', lgname: user, lgpassword: password, lgtoken: await this.token( 'login' ) } );
			if ( login.result !== 'Success' ) {
				throw new Error( `${ user } cannot sign in: ${ login.reason?.text || login.result }` );
			}
			return;
		}
		const { clientlogin } = await this.call( {
			action: 'clientlogin', username: user, password, logintoken: await this.token( 'login' ), loginreturnurl: this.api
		} );
		if ( clientlogin.status !== 'PASS' ) {
			throw new Error( `${ user } cannot sign in: ${ clientlogin.message?.text || clientlogin.message || clientlogin.status }` );
		}
	}

	/** Rights without which the gadget's pages cannot be saved. */
	async missingRights() {
		const { query } = await this.call( { action: 'query', meta: 'userinfo', uiprop: 'rights' }, 'GET' );
		return [ 'edit', 'editinterface', 'editsitejs', 'editsitecss', 'editsitejson' ].filter( ( right ) => !query.userinfo.rights.includes( right ) );
	}

	/** The text of pages, by title; null where there is none. */
	async read( titles ) {
		const { query } = await this.call( { action: 'query', prop: 'revisions', rvprop: 'content', rvslots: 'main', titles: titles.join( '|' ) } );
		const names = new Map( ( query.normalized || [] ).map( ( { from, to } ) => [ from, to ] ) );
		const texts = new Map( query.pages.map( ( page ) => [ page.title, page.revisions ? page.revisions[ 0 ].slots.main.content : null ] ) );
		return Object.fromEntries( titles.map( ( title ) => [ title, texts.get( names.get( title ) || title ) ?? null ] ) );
	}

	async save( title, text, summary ) {
		const { edit } = await this.call( { action: 'edit', title, text, summary, assert: 'user', token: await this.token( 'csrf' ) } );
		if ( edit.result !== 'Success' ) {
			throw new Error( `${ title } was not saved: ${ JSON.stringify( edit ) }` );
		}
	}

	async purge( titles ) {
		await this.call( { action: 'purge', titles: titles.join( '|' ) } );
	}
}
