<?php
// Settings of the wiki that tests and the demo run against. MediaWiki finds this file through MW_CONFIG_FILE;
// what differs from run to run comes from the environment, so that one code tree serves every run.

if ( !defined( 'MEDIAWIKI' ) ) {
	exit;
}

$helpdeskData = getenv( 'HELPDESK_WIKI_DATA' );
$wgServer = getenv( 'HELPDESK_WIKI_SERVER' ) ?: 'http://127.0.0.1';
$wgCanonicalServer = $wgServer;
if ( !$helpdeskData ) {
	die( "HELPDESK_WIKI_DATA does not name the wiki's data folder\n" );
}

$wgSitename = 'Helpdesk Test Wiki';
$wgScriptPath = '/w';
$wgArticlePath = '/wiki/$1';
$wgUsePathInfo = true;
$wgLanguageCode = 'en';
$wgLocaltimezone = 'UTC';
$wgDefaultSkin = 'vector-2022';
$wgDiff3 = '/usr/bin/diff3';
$wgSecretKey = trim( file_get_contents( "$helpdeskData/secret" ) );
$wgUpgradeKey = '';
$wgPingback = false;
$wgEnableEmail = true;
$wgEnableUserEmail = true;
$wgPasswordSender = 'wiki@wiki.example';
// People e-mail each other, and nothing else is e-mailed: what is sent is kept in a folder (sendmail.sh).
$wgEnotifUserTalk = false;
$wgEnotifWatchlist = false;
$wgDefaultNotifyTypeAvailability = [ 'web' => true, 'email' => false ];
$wgEnableUploads = false;
$wgUploadDirectory = "$helpdeskData/images";
$wgTmpDirectory = "$helpdeskData/tmp";
$wgCacheDirectory = "$helpdeskData/cache";
$wgShowExceptionDetails = true;

$wgDBtype = 'sqlite';
$wgDBserver = '';
$wgDBname = 'helpdeskwiki';
$wgDBuser = '';
$wgDBpassword = '';
$wgSQLiteDataDir = $helpdeskData;
$helpdeskSqlite = static fn ( string $name ) => [
	'type' => 'sqlite',
	'dbname' => $name,
	'tablePrefix' => '',
	'variables' => [ 'synchronous' => 'NORMAL' ],
	'dbDirectory' => $wgSQLiteDataDir,
	'trxMode' => 'IMMEDIATE',
	'flags' => 0,
];
$wgObjectCaches[CACHE_DB] = [
	'class' => SqlBagOStuff::class,
	'loggroup' => 'SQLBagOStuff',
	'server' => $helpdeskSqlite( 'wikicache' ),
];
$wgLocalisationCacheConf['storeServer'] = $helpdeskSqlite( "{$wgDBname}_l10n_cache" );
$wgJobTypeConf['default'] = [
	'class' => JobQueueDB::class,
	'claimTTL' => 3600,
	'server' => $helpdeskSqlite( "{$wgDBname}_jobqueue" ),
];
$wgResourceLoaderUseObjectCacheForDeps = true;
$wgMainCacheType = CACHE_ACCEL;
$wgSessionCacheType = CACHE_DB;
$wgJobRunRate = 1;

$wgRateLimits = [];
$wgAutoConfirmAge = 0;
$wgAutoConfirmCount = 0;
$wgWatchlistExpiry = true;
$wgNamespacesWithSubpages[NS_MAIN] = true;

wfLoadSkin( 'Vector' );
wfLoadSkin( 'MinervaNeue' );
wfLoadSkin( 'MonoBook' );
wfLoadSkin( 'Timeless' );
wfLoadExtension( 'AbuseFilter' );
wfLoadExtension( 'DiscussionTools' );
wfLoadExtension( 'Echo' );
wfLoadExtension( 'Gadgets' );
wfLoadExtension( 'Linter' );
wfLoadExtension( 'ParserFunctions' );
wfLoadExtension( 'TitleBlacklist' );
wfLoadExtension( 'VisualEditor' );

// Wikimedia's wikis enforce a list like this one: the tool is reachable on Toolforge, and as localhost, but not as 127.0.0.1.
if ( getenv( 'HELPDESK_WIKI_CSP' ) === 'wmf' ) {
	$helpdeskOrigins = [ '*.toolforge.org', 'http://localhost:*' ];
	$wgCSPHeader = [
		'useNonces' => false,
		'includeCORS' => false,
		'default-src' => $helpdeskOrigins,
		'script-src' => $helpdeskOrigins,
	];
}

require_once __DIR__ . '/FrontSession.php';
$wgSessionProviders[FrontSessionProvider::class] = [
	'class' => FrontSessionProvider::class,
	'args' => [ getenv( 'HELPDESK_WIKI_FRONT_KEY' ) ?: '' ],
	'services' => [],
];
$wgHooks['ListDefinedTags'][] = [ FrontTag::class, 'onTagList' ];
$wgHooks['ChangeTagsListActive'][] = [ FrontTag::class, 'onTagList' ];
$wgHooks['RecentChange_save'][] = [ FrontTag::class, 'onRecentChangeSave' ];

// A test may change the running wiki from its next request on.
$helpdeskOverride = "$helpdeskData/override.php";
if ( is_file( $helpdeskOverride ) ) {
	require $helpdeskOverride;
}
