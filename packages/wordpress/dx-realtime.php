<?php
/**
 * Plugin Name:       dx-realtime
 * Plugin URI:        https://dx-realtime.github.io/dx-realtime/builders/wordpress
 * Description:       Live data for your pages: toasts, an inbox, a messenger and widgets that refresh when your back end sends an event.
 * Version:           %VERSION%
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * License:           MIT
 * License URI:       https://opensource.org/license/mit
 * Text Domain:       dx-realtime
 */

defined( 'ABSPATH' ) || exit;

define( 'DX_REALTIME_VERSION', '%VERSION%' );

require __DIR__ . '/includes/manifest.php';
require __DIR__ . '/includes/settings.php';
require __DIR__ . '/includes/scripts.php';
require __DIR__ . '/includes/push.php';
require __DIR__ . '/includes/blocks.php';
require __DIR__ . '/includes/kses.php';

// Elementor loads its classes later than plugins, and is not there in most sites.
add_action(
	'elementor/widgets/register',
	static function ( $manager ) {
		require_once __DIR__ . '/includes/elementor.php';
		dx_realtime_register_widgets( $manager );
	}
);
add_action( 'elementor/elements/categories_registered', 'dx_realtime_add_elementor_category' );

/** The group of the widgets in Elementor's panel. */
function dx_realtime_add_elementor_category( $manager ) {
	$manager->add_category( 'dx-realtime', array( 'title' => __( 'Live data', 'dx-realtime' ) ) );
}
