<?php
/** Runs when the plugin is deleted: nothing of it stays but what authors wrote into their pages. */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

delete_option( 'dx_realtime' );
