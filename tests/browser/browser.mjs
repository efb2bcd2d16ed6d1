// The browser. playwright-core is locked beside the other npm packages, in toolforge/npm.
import { createRequire } from 'node:module';

const { chromium, request } = createRequire( new URL( '../../toolforge/npm/package.json', import.meta.url ) )( 'playwright-core' );

/** As root Chromium has no sandbox; in a container /dev/shm is small. */
const FLAGS = [ '--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-background-networking' ];

export function launch() {
	return chromium.launch( { executablePath: process.env.WALK_CHROMIUM || '/usr/bin/chromium', args: FLAGS } );
}

/** A client without cookies: somebody who is signed in nowhere. */
export function anonymousClient() {
	return request.newContext();
}
