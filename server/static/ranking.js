// Lets the requests of a ranking be dragged, and moved by buttons and keys. The numbers beside them
// are what is sent; without this script they are typed.
( function () {
	'use strict';

	function number( list, moved ) {
		var place = 0;
		Array.prototype.forEach.call( list.children, function ( item ) {
			var input = item.querySelector( 'input' );
			if ( item === moved || input.value.trim() !== '' ) {
				place += 1;
				input.value = place;
			}
		} );
	}

	// For those who do not see it move.
	function tell( list, item ) {
		var words = [ item.querySelector( 'label' ).textContent, item.querySelector( 'input' ).value, list.children.length ];
		list.nextElementSibling.textContent = list.dataset.moved.replace( /\$([123])/g, function ( whole, n ) {
			return words[ n - 1 ];
		} );
	}

	function step( list, item, by ) {
		var other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
		if ( other ) {
			list.insertBefore( by < 0 ? item : other, by < 0 ? other : item );
		}
		number( list, item );
		tell( list, item );
	}

	function button( list, item, words, sign, by ) {
		var made = document.createElement( 'button' );
		made.type = 'button';
		made.className = 'quiet';
		made.textContent = sign;
		made.setAttribute( 'aria-label', words + ': ' + item.querySelector( 'label' ).textContent );
		made.addEventListener( 'click', function () {
			step( list, item, by );
			made.focus();
		} );
		return made;
	}

	Array.prototype.forEach.call( document.querySelectorAll( 'ol.places' ), function ( list ) {
		var dragged = null;
		Array.prototype.forEach.call( list.children, function ( item ) {
			item.draggable = true;
			item.appendChild( button( list, item, list.dataset.up, '↑', -1 ) );
			item.appendChild( button( list, item, list.dataset.down, '↓', 1 ) );
			item.addEventListener( 'dragstart', function ( event ) {
				dragged = item;
				event.dataTransfer.effectAllowed = 'move';
				event.dataTransfer.setData( 'text/plain', '' );
			} );
			item.addEventListener( 'dragover', function ( event ) {
				if ( dragged ) {
					event.preventDefault();
				}
			} );
			item.addEventListener( 'drop', function ( event ) {
				event.preventDefault();
				if ( dragged && dragged !== item ) {
					var box = item.getBoundingClientRect();
					var after = event.clientY > box.top + box.height / 2;
					list.insertBefore( dragged, after ? item.nextSibling : item );
					number( list, dragged );
					tell( list, dragged );
				}
				dragged = null;
			} );
			item.addEventListener( 'keydown', function ( event ) {
				if ( event.altKey && ( event.key === 'ArrowUp' || event.key === 'ArrowDown' ) ) {
					event.preventDefault();
					step( list, item, event.key === 'ArrowUp' ? -1 : 1 );
					event.target.focus();
				}
			} );
		} );
	} );
}() );
