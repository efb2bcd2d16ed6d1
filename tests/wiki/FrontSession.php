<?php
// Lets wiki-front carry out API calls as a person, as Extension:OAuth would for a Bearer token: without cookies,
// with working CSRF tokens, cut down to the token's grants, and marked with the change tag of the OAuth client.

use MediaWiki\Context\RequestContext;
use MediaWiki\MediaWikiServices;
use MediaWiki\Request\WebRequest;
use MediaWiki\Session\ImmutableSessionProviderWithCookie;
use MediaWiki\Session\SessionBackend;
use MediaWiki\Session\SessionInfo;
use MediaWiki\Session\UserInfo;

/**
 * Headers: X-Wiki-Front-User (name, percent-encoded), X-Wiki-Front-Key (the secret shared with wiki-front), and optionally
 * X-Wiki-Front-Grants (grant names separated by spaces or "|"; absent: all rights) and
 * X-Wiki-Front-Cid (number of the OAuth client; 0: owner-only, which is not tagged; absent: 1).
 */
class FrontSessionProvider extends ImmutableSessionProviderWithCookie {
	public function __construct( private string $key ) {
		parent::__construct();
	}

	public function provideSessionInfo( WebRequest $request ) {
		if ( !defined( 'MW_API' ) && !defined( 'MW_REST_API' ) ) {
			return null;
		}
		$name = $request->getHeader( 'X-Wiki-Front-User' );
		$key = $request->getHeader( 'X-Wiki-Front-Key' );
		if ( $name === false || $key === false || $this->key === '' || !hash_equals( $this->key, $key ) ) {
			return null;
		}
		$user = MediaWikiServices::getInstance()->getUserFactory()->newFromName( rawurldecode( $name ) );
		if ( !$user || !$user->isRegistered() ) {
			return $this->makeException( 'nosuchuser', $name );
		}
		$grants = $request->getHeader( 'X-Wiki-Front-Grants' );
		$cid = $request->getHeader( 'X-Wiki-Front-Cid' );
		return new SessionInfo( SessionInfo::MAX_PRIORITY, [
			'provider' => $this,
			'id' => $this->hashToSessionId( implode( "\n", [ $user->getId(), (string)$grants, (string)$cid ] ) ),
			'userInfo' => UserInfo::newFromUser( $user, true ),
			'persisted' => false,
			'forceUse' => true,
			'metadata' => [
				'rights' => $grants === false ? null : self::rights( preg_split( '/[ |]+/', trim( $grants ) ) ),
				'cid' => $cid === false ? 1 : (int)$cid,
			],
		] );
	}

	private static function rights( array $grants ): array {
		$info = MediaWikiServices::getInstance()->getGrantsInfo();
		return $info->getGrantRights( array_merge( $info->getHiddenGrants(), $grants ) );
	}

	public function getAllowedUserRights( SessionBackend $backend ) {
		return $backend->getProviderMetadata()['rights'] ?? null;
	}

	// The caller has shown a secret that no other site's page can make a browser send.
	public function safeAgainstCsrf() {
		return true;
	}
}

/** The change tag that Extension:OAuth gives to edits made through a client. */
class FrontTag {
	// Tags have to be known beforehand; this many clients can be told apart.
	private const CLIENTS = 20;

	public static function onTagList( array &$tags ): void {
		for ( $cid = 1; $cid <= self::CLIENTS; $cid++ ) {
			$tags[] = "OAuth CID: $cid";
		}
	}

	public static function onRecentChangeSave( RecentChange $change ): void {
		$session = RequestContext::getMain()->getRequest()->getSession();
		if ( $session->getProvider() instanceof FrontSessionProvider ) {
			$cid = $session->getProviderMetadata()['cid'] ?? 0;
			if ( $cid >= 1 && $cid <= self::CLIENTS ) {
				$change->addTags( "OAuth CID: $cid" );
			}
		}
	}
}
