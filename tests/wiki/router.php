<?php
// Router of `php -S` for a MediaWiki tree under /w with articles under /wiki, as on Wikimedia's wikis.
// The working directory that the server was started with is the document root, which is the tree.

$tree = $_SERVER['DOCUMENT_ROOT'];
$path = rawurldecode( parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) ?: '/' );

if ( $path === '/' || $path === '/wiki' || $path === '/wiki/' ) {
	header( 'Location: /wiki/Main_Page', true, 302 );
	return true;
}
if ( preg_match( '!^/w/(index|api|load|rest|opensearch_desc)\.php(/.*)?$!s', $path, $match ) ) {
	$script = $match[1];
	$pathInfo = $match[2] ?? '';
} elseif ( str_starts_with( $path, '/wiki/' ) ) {
	$script = 'index';
	$pathInfo = substr( $path, strlen( '/wiki' ) );
} else {
	$types = [
		'css' => 'text/css', 'gif' => 'image/gif', 'ico' => 'image/vnd.microsoft.icon', 'jpg' => 'image/jpeg',
		'js' => 'text/javascript', 'json' => 'application/json', 'less' => 'text/plain', 'png' => 'image/png',
		'svg' => 'image/svg+xml', 'ttf' => 'font/ttf', 'woff' => 'font/woff', 'woff2' => 'font/woff2',
	];
	$file = preg_match( '!^/w/(resources|skins|extensions)/!', $path ) ? realpath( $tree . substr( $path, 2 ) ) : false;
	$type = $types[ strtolower( pathinfo( $path, PATHINFO_EXTENSION ) ) ] ?? null;
	if ( $file === false || $type === null || !str_starts_with( $file, realpath( $tree ) . '/' ) || !is_file( $file ) ) {
		http_response_code( 404 );
		header( 'Content-Type: text/plain; charset=utf-8' );
		echo "Not found: $path\n";
		return true;
	}
	header( "Content-Type: $type" );
	header( 'Content-Length: ' . filesize( $file ) );
	header( 'Cache-Control: public, max-age=300' );
	readfile( $file );
	return true;
}

unset( $path, $match );
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = "/w/$script.php";
$_SERVER['SCRIPT_FILENAME'] = "$tree/$script.php";
if ( $pathInfo === '' ) {
	unset( $_SERVER['PATH_INFO'] );
} else {
	$_SERVER['PATH_INFO'] = $pathInfo;
}
chdir( $tree );
require "$tree/$script.php";
return true;
