<?php
// Makes the accounts of accounts.tsv (name, groups, what for) and writes "name<TAB>user id" lines beside the database.
// Each password is "helpdesk-demo-" and the name in lower case, each address that name at people.example; but who has nothing
// to do with the Helpdesk gave none, and one member takes no e-mail from others. Then saves the pages of pages/, as the first account.

use MediaWiki\Auth\AuthManager;
use MediaWiki\CommentStore\CommentStoreComment;
use MediaWiki\Context\RequestContext;
use MediaWiki\Maintenance\Maintenance;
use MediaWiki\Revision\SlotRecord;
use MediaWiki\Title\Title;

require_once getenv( 'HELPDESK_WIKI_TREE' ) . '/maintenance/Maintenance.php';

class FillWiki extends Maintenance {
	private const WITHOUT_ADDRESS = 'Outsider';
	private const TAKES_NO_EMAIL = 'Hakim';

	public function execute() {
		$this->makeAccounts();
		foreach ( glob( __DIR__ . '/pages/*.wikitext' ) as $file ) {
			$this->savePage( basename( $file, '.wikitext' ), file_get_contents( $file ) );
		}
	}

	private function savePage( string $name, string $text ): void {
		$services = $this->getServiceContainer();
		$author = $services->getUserFactory()->newFromId( 1 );
		$title = Title::newFromText( $name );
		$updater = $services->getWikiPageFactory()->newFromTitle( $title )->newPageUpdater( $author );
		$updater->setContent( SlotRecord::MAIN, ContentHandler::makeContent( $text, $title ) );
		$updater->saveRevision( CommentStoreComment::newUnsavedComment( 'For trying the Helpdesk' ) );
		$this->check( "page $name", $updater->getStatus() );
	}

	private function makeAccounts(): void {
		$services = $this->getServiceContainer();
		$made = '';
		foreach ( file( __DIR__ . '/accounts.tsv', FILE_IGNORE_NEW_LINES ) as $line ) {
			[ $name, $groups ] = explode( "\t", $line );
			$user = $services->getUserFactory()->newFromName( $name );
			if ( !$user->isRegistered() ) {
				$this->check( "account $name", $services->getAuthManager()->autoCreateUser(
					$user, AuthManager::AUTOCREATE_SOURCE_MAINT, false
				) );
				$password = 'helpdesk-demo-' . strtolower( $name );
				$this->check( "account $name", $user->changeAuthenticationData(
					[ 'username' => $name, 'password' => $password, 'retype' => $password ]
				) );
			}
			if ( $name !== self::WITHOUT_ADDRESS ) {
				$user->setEmail( strtolower( $name ) . '@people.example' );
				$user->confirmEmail();
				$user->saveSettings();
			}
			if ( $name === self::TAKES_NO_EMAIL ) {
				$options = $services->getUserOptionsManager();
				$options->setOption( $user, 'disablemail', 1 );
				$options->saveOptions( $user );
			}
			foreach ( array_filter( explode( ',', $groups ) ) as $group ) {
				$services->getUserGroupManager()->addUserToGroup( $user, $group );
			}
			$made .= "$name\t{$user->getId()}\n";
		}
		file_put_contents( getenv( 'HELPDESK_WIKI_DATA' ) . '/account-ids.tsv', $made );
	}

	private function check( string $what, StatusValue $status ): void {
		if ( !$status->isGood() ) {
			$this->fatalError( "$what: " . $this->getServiceContainer()->getFormatterFactory()
				->getStatusFormatter( RequestContext::getMain() )->getWikiText( $status, [ 'lang' => 'en' ] ) );
		}
	}
}

return FillWiki::class;
