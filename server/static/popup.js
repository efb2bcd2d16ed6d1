// Hands the one-time code to the wiki page that opened this window, and to no other origin.
( function () {
	'use strict';
	var place = document.getElementById( 'hand-over' );
	if ( place && window.opener ) {
		window.opener.postMessage(
			{ helpdesk: 'code', code: place.dataset.code, state: place.dataset.state },
			place.dataset.origin
		);
		window.close();
	}
}() );
