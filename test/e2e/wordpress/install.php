<?php
// Sets a site up as the form of wp-admin/install.php does, with an administrator and an author.
define( 'WP_INSTALLING', true );
$_SERVER['HTTP_HOST'] = parse_url( $argv[1], PHP_URL_HOST ) . ':' . parse_url( $argv[1], PHP_URL_PORT );
require $argv[2] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install( 'Site', 'admin', 'admin@site.example', false, '', 'admin-password' );
wp_create_user( 'author', 'author-password', 'author@site.example' );
( new WP_User( get_user_by( 'login', 'author' )->ID ) )->set_role( 'author' );
foreach ( array( 'admin', 'author' ) as $name ) {
	$preferences = array( 'core/edit-post' => array( 'welcomeGuide' => false, 'fullscreenMode' => true ), '_modified' => gmdate( 'c' ) );
	update_user_meta( get_user_by( 'login', $name )->ID, 'wp_persisted_preferences', $preferences );
}
