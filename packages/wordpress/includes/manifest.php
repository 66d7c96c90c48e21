<?php
/** What the elements are, and what their forms ask: manifest.json of the package. */

defined( 'ABSPATH' ) || exit;

/** @return array[] the elements, each with tag, label, icon and settings */
function dx_realtime_elements() {
	static $elements = null;
	if ( null === $elements ) {
		$manifest = json_decode( file_get_contents( dirname( __DIR__ ) . '/manifest.json' ), true );
		$elements = $manifest['blocks'];
	}
	return $elements;
}
