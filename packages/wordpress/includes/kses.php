<?php
/**
 * Lets authors without "unfiltered_html" use the elements, as far as that is safe: <dx-connection> could send the sessions of
 * readers to another server, and an address of another site could bring its HTML into the page.
 */

defined( 'ABSPATH' ) || exit;

add_filter( 'wp_kses_allowed_html', 'dx_realtime_allow_elements', 10, 2 );

function dx_realtime_allow_elements( $allowed, $context ) {
	if ( 'post' !== $context ) {
		return $allowed;
	}
	foreach ( dx_realtime_elements() as $element ) {
		if ( 'dx-connection' === $element['tag'] ) {
			continue;
		}
		$attributes = array( 'id' => true, 'class' => true, 'hidden' => true );
		foreach ( $element['settings'] as $setting ) {
			$is_address                            = 'url' === $setting['control'];
			$attributes[ $setting['attribute'] ] = $is_address ? array( 'value_callback' => 'dx_realtime_is_own_address' ) : true;
		}
		$allowed[ $element['tag'] ] = $attributes;
	}
	return $allowed;
}

/** Whether an address leads nowhere but to this site, however a browser reads it. */
function dx_realtime_is_own_address( $address ) {
	$address = wp_kses_decode_entities( $address );
	// A browser drops tabs and line breaks, reads "\" as "/", and "//host" as another site.
	if ( preg_match( '~[\x00-\x20\\\\]|^//~', $address ) ) {
		return false;
	}
	if ( ! preg_match( '~^[a-z][a-z0-9+.-]*:~i', $address ) ) {
		return true;
	}
	return 0 === strpos( $address, home_url( '/' ) );
}
