<?php
// Makes the accounts of accounts.tsv (name, groups, what for) and writes "name<TAB>user id" lines beside the database.
// Each password is "helpdesk-demo-" and the name in lower case.

use MediaWiki\Auth\AuthManager;

require_once getenv( 'HELPDESK_WIKI_TREE' ) . '/maintenance/Maintenance.php';

class MakeAccounts extends Maintenance {
	public function execute() {
		$services = $this->getServiceContainer();
		$made = '';
		foreach ( file( __DIR__ . '/accounts.tsv', FILE_IGNORE_NEW_LINES ) as $line ) {
			[ $name, $groups ] = explode( "\t", $line );
			$user = $services->getUserFactory()->newFromName( $name );
			if ( !$user->isRegistered() ) {
				$this->check( $name, $services->getAuthManager()->autoCreateUser(
					$user, AuthManager::AUTOCREATE_SOURCE_MAINT, false
				) );
				$password = 'helpdesk-demo-' . strtolower( $name );
				$this->check( $name, $user->changeAuthenticationData(
					[ 'username' => $name, 'password' => $password, 'retype' => $password ]
				) );
			}
			foreach ( array_filter( explode( ',', $groups ) ) as $group ) {
				$services->getUserGroupManager()->addUserToGroup( $user, $group );
			}
			$made .= "$name\t{$user->getId()}\n";
		}
		file_put_contents( getenv( 'HELPDESK_WIKI_DATA' ) . '/account-ids.tsv', $made );
	}

	private function check( string $name, StatusValue $status ): void {
		if ( !$status->isGood() ) {
			$this->fatalError( "account $name: " . $this->getServiceContainer()->getFormatterFactory()
				->getStatusFormatter( RequestContext::getMain() )->getWikiText( $status, [ 'lang' => 'en' ] ) );
		}
	}
}

return MakeAccounts::class;
