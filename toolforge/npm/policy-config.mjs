/**
 * Prints the gadget's configuration as the policy that holds says it.
 *
 *   node policy-config.mjs TOOL_URL > config.json
 */
const [ tool ] = process.argv.slice( 2 );
const answer = await fetch( `${ tool }/api/v1/policy` );
if ( !answer.ok ) {
	throw new Error( `${ tool }/api/v1/policy answers ${ answer.status }` );
}
const { wiki } = await answer.json();
console.log( JSON.stringify( { toolUrl: tool, prefix: wiki.request_prefix, projectPages: wiki.project_pages, dataPage: wiki.data_page } ) );
