<?php
/** Settings → Live data: where pages connect to, and as which app. */

defined( 'ABSPATH' ) || exit;

const DX_REALTIME_OPTION = 'dx_realtime';

/** @return string[] the connection settings by their names: url, app-id, session-key */
function dx_realtime_settings() {
	$empty = array_map( '__return_empty_string', dx_realtime_fields() );
	return array_intersect_key( array_merge( $empty, (array) get_option( DX_REALTIME_OPTION, array() ) ), $empty );
}

/** @return array[] what the page asks for, by the names of the connection settings */
function dx_realtime_fields() {
	return array(
		'app-id'      => array(
			'label'       => __( 'App id', 'dx-realtime' ),
			'help'        => __( 'The id of your app, as your back end knows it. Without it nothing connects.', 'dx-realtime' ),
			'placeholder' => 'shop',
		),
		'url'         => array(
			'label'       => __( 'Server address', 'dx-realtime' ),
			'help'        => __( 'Where pages connect to. Leave it empty for Directual; your own gateway has its address here.', 'dx-realtime' ),
			'placeholder' => 'https://live.example.com',
		),
		'session-key' => array(
			'label'       => __( 'Session', 'dx-realtime' ),
			'help'        => __( 'Where pages find the session id of a person, such as cookie:sid. Leave it empty for localStorage:sid.', 'dx-realtime' ),
			'placeholder' => 'localStorage:sid',
		),
	);
}

add_action( 'admin_menu', 'dx_realtime_add_page' );
add_action( 'admin_init', 'dx_realtime_register_settings' );
add_action( 'admin_notices', 'dx_realtime_ask_for_app_id' );
add_filter( 'plugin_action_links_' . plugin_basename( dirname( __DIR__ ) . '/dx-realtime.php' ), 'dx_realtime_link_settings' );

function dx_realtime_add_page() {
	$title = __( 'Live data', 'dx-realtime' );
	add_options_page( $title, $title, 'manage_options', 'dx-realtime', 'dx_realtime_draw_page' );
}

function dx_realtime_register_settings() {
	register_setting( 'dx-realtime', DX_REALTIME_OPTION, array( 'sanitize_callback' => 'dx_realtime_read_form' ) );
	add_settings_section( 'connection', '', '__return_null', 'dx-realtime' );
	foreach ( dx_realtime_fields() as $name => $field ) {
		add_settings_field(
			$name,
			$field['label'],
			'dx_realtime_draw_field',
			'dx-realtime',
			'connection',
			array_merge( $field, array( 'name' => $name, 'label_for' => "dx-realtime-$name" ) )
		);
	}
}

function dx_realtime_draw_page() {
	echo '<div class="wrap"><h1>' . esc_html( get_admin_page_title() ) . '</h1><form action="options.php" method="post">';
	settings_fields( 'dx-realtime' );
	do_settings_sections( 'dx-realtime' );
	submit_button();
	echo '</form></div>';
}

function dx_realtime_draw_field( $field ) {
	printf(
		'<input type="text" class="regular-text code" id="%1$s" name="%2$s[%3$s]" value="%4$s" placeholder="%5$s" aria-describedby="%1$s-help">' .
		'<p class="description" id="%1$s-help">%6$s</p>',
		esc_attr( $field['label_for'] ),
		esc_attr( DX_REALTIME_OPTION ),
		esc_attr( $field['name'] ),
		esc_attr( dx_realtime_settings()[ $field['name'] ] ),
		esc_attr( $field['placeholder'] ),
		esc_html( $field['help'] )
	);
}

/** Takes the form over field by field: what is wrong is told, and stays as it was. */
function dx_realtime_read_form( $given ) {
	$saved = dx_realtime_settings();
	foreach ( array_keys( $saved ) as $name ) {
		$value   = isset( $given[ $name ] ) && is_string( $given[ $name ] ) ? trim( $given[ $name ] ) : '';
		$problem = dx_realtime_problem_of( $name, $value );
		if ( null === $problem ) {
			$saved[ $name ] = $value;
		} else {
			add_settings_error( DX_REALTIME_OPTION, $name, $problem );
		}
	}
	return $saved;
}

/** @return string|null what is wrong with a value, in a sentence */
function dx_realtime_problem_of( $name, $value ) {
	if ( '' === $value ) {
		return null;
	}
	if ( 'url' === $name && ! preg_match( '~^https?://[^\s/?#@]+/?$~i', $value ) ) {
		return __( 'The server address must look like https://live.example.com, without a path. It was not saved.', 'dx-realtime' );
	}
	if ( 'session-key' === $name && ! preg_match( '~^(localStorage|sessionStorage|cookie|meta):.+$~', $value ) ) {
		return __( 'The session must begin with localStorage:, sessionStorage:, cookie: or meta:. It was not saved.', 'dx-realtime' );
	}
	return null;
}

/** Where nothing can connect yet, who can change that is told, on the pages where plugins and pages are seen to. */
function dx_realtime_ask_for_app_id() {
	$screen = get_current_screen();
	$is_met = null !== $screen && in_array( $screen->base, array( 'plugins', 'dashboard' ), true );
	if ( ! $is_met || '' !== dx_realtime_settings()['app-id'] || ! current_user_can( 'manage_options' ) ) {
		return;
	}
	printf(
		'<div class="notice notice-info"><p>%s <a href="%s">%s</a></p></div>',
		esc_html__( 'Live data needs the id of your app.', 'dx-realtime' ),
		esc_url( dx_realtime_settings_address() ),
		esc_html__( 'Open the settings', 'dx-realtime' )
	);
}

function dx_realtime_link_settings( $links ) {
	$link = sprintf( '<a href="%s">%s</a>', esc_url( dx_realtime_settings_address() ), esc_html__( 'Settings', 'dx-realtime' ) );
	return array_merge( array( $link ), $links );
}

function dx_realtime_settings_address() {
	return admin_url( 'options-general.php?page=dx-realtime' );
}
