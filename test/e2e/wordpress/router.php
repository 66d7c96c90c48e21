<?php
// As Apache with WordPress' own rules, and nginx with try_files: what is no file goes to WordPress. PHP's server alone would
// answer for addresses that end like a file.
$path = parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
if ( file_exists( $_SERVER['DOCUMENT_ROOT'] . $path ) ) {
	return false;
}
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
