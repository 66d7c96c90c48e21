<?php
/** The script with all elements, on pages that have one. */

defined( 'ABSPATH' ) || exit;

add_action( 'init', 'dx_realtime_register_scripts', 5 );
add_filter( 'script_loader_tag', 'dx_realtime_add_settings', 10, 2 );
// Blocks, classic content, text widgets and templates of a theme: wherever somebody can write an element.
foreach ( array( 'render_block', 'the_content', 'widget_text', 'widget_block_content' ) as $dx_realtime_hook ) {
	add_filter( $dx_realtime_hook, 'dx_realtime_load_where_used', 20 );
}

function dx_realtime_register_scripts() {
	$folder = plugins_url( 'js/', dirname( __DIR__ ) . '/dx-realtime.php' );
	// One file: plugins that join or move scripts would part dx-realtime.js from what it loads.
	wp_register_script( 'dx-realtime', $folder . 'dx-realtime.all.js', array(), DX_REALTIME_VERSION, true );
	wp_register_script(
		'dx-realtime-editor',
		$folder . 'editor.js',
		array( 'dx-realtime', 'wp-block-editor', 'wp-blocks', 'wp-components', 'wp-element' ),
		DX_REALTIME_VERSION,
		true
	);
}

/** Passes a text on as it is, and loads the script for the elements in it. */
function dx_realtime_load_where_used( $html ) {
	if ( is_string( $html ) && false !== strpos( $html, '<dx-' ) ) {
		wp_enqueue_script( 'dx-realtime' );
	}
	return $html;
}

/** Writes the connection settings into the script tag, where the script reads them. */
function dx_realtime_add_settings( $tag, $handle ) {
	if ( 'dx-realtime' !== $handle ) {
		return $tag;
	}
	$attributes = ' defer';
	foreach ( dx_realtime_settings() as $name => $value ) {
		if ( '' !== $value ) {
			$attributes .= sprintf( ' data-%s="%s"', $name, esc_attr( $value ) );
		}
	}
	return str_replace( ' src=', $attributes . ' src=', $tag );
}
