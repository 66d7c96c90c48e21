<?php
/** One block for each element, from its block.json. */

defined( 'ABSPATH' ) || exit;

add_action( 'init', 'dx_realtime_register_blocks' );
add_filter( 'block_categories_all', 'dx_realtime_add_block_category' );

function dx_realtime_register_blocks() {
	// On pages of readers the script is loaded where an element is; a theme may load the scripts of all blocks everywhere.
	$more = is_admin() ? array( 'script_handles' => array( 'dx-realtime' ) ) : array();
	foreach ( dx_realtime_elements() as $element ) {
		register_block_type( dirname( __DIR__ ) . '/blocks/' . $element['tag'], $more );
	}
}

function dx_realtime_add_block_category( $categories ) {
	$category = array( 'slug' => 'dx-realtime', 'title' => __( 'Live data', 'dx-realtime' ) );
	return array_merge( $categories, array( $category ) );
}
