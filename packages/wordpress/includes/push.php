<?php
/** The service worker that calls people while no page of the site is open, at the root of the site, where browsers want it. */

defined( 'ABSPATH' ) || exit;

// Before WordPress looks for a page of that name: any unknown address of the site reaches it, whatever the permalinks are.
add_action( 'init', 'dx_realtime_serve_worker', 0 );

function dx_realtime_serve_worker() {
	$path = isset( $_SERVER['REQUEST_URI'] ) ? wp_parse_url( wp_unslash( $_SERVER['REQUEST_URI'] ), PHP_URL_PATH ) : '';
	if ( '/dx-push.js' !== $path ) {
		return;
	}
	header( 'Content-Type: text/javascript; charset=utf-8' );
	// A browser asks for it now and then: it is to find a new version of the plugin.
	header( 'Cache-Control: no-cache' );
	header( 'X-Content-Type-Options: nosniff' );
	readfile( dirname( __DIR__ ) . '/js/dx-push.js' );
	exit;
}
