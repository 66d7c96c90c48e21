<?php
/** One widget of Elementor for each element, with the same form as the block. Loaded only where Elementor asks for widgets. */

defined( 'ABSPATH' ) || exit;

/** A widget for one element of the manifest. A class of each stands in elementor-widgets.php: Elementor tells widgets apart by class. */
abstract class Dx_Realtime_Widget extends \Elementor\Widget_Base {

	/** @return string the tag of the element */
	abstract protected function tag();

	public function get_name() {
		return $this->tag();
	}

	public function get_title() {
		return $this->element()['label'];
	}

	public function get_icon() {
		return 'eicon-sync';
	}

	public function get_categories() {
		return array( 'dx-realtime' );
	}

	public function get_keywords() {
		return isset( $this->element()['keywords'] ) ? $this->element()['keywords'] : array();
	}

	public function get_script_depends() {
		return array( 'dx-realtime' );
	}

	protected function register_controls() {
		$this->start_controls_section( 'settings', array( 'label' => $this->get_title() ) );
		foreach ( $this->element()['settings'] as $setting ) {
			$this->add_control( $setting['property'], $this->control_of( $setting ) );
		}
		$this->end_controls_section();
	}

	protected function render() {
		$tag = $this->tag();
		foreach ( $this->element()['settings'] as $setting ) {
			$value = $this->written_value( $setting, $this->get_settings_for_display( $setting['property'] ) );
			if ( null !== $value ) {
				$this->add_render_attribute( 'element', $setting['attribute'], $value );
			}
		}
		printf( '<%1$s %2$s></%1$s>', tag_escape( $tag ), $this->get_render_attribute_string( 'element' ) ); // phpcs:ignore -- escaped by Elementor.
	}

	/** @return string|null what stands in the attribute; null = no attribute */
	private function written_value( $setting, $value ) {
		if ( 'boolean' === $setting['type'] ) {
			return 'yes' === $value ? 'true' : null;
		}
		$is_default = 'enum' === $setting['type'] && $value === $setting['default'];
		return null === $value || '' === $value || $is_default ? null : (string) $value;
	}

	private function control_of( $setting ) {
		$types   = array(
			'number'  => \Elementor\Controls_Manager::NUMBER,
			'boolean' => \Elementor\Controls_Manager::SWITCHER,
			'select'  => \Elementor\Controls_Manager::SELECT,
		);
		$control = array(
			'label'       => isset( $setting['unit'] ) ? "{$setting['label']} ({$setting['unit']})" : $setting['label'],
			'description' => esc_html( $setting['help'] ),
			'type'        => isset( $types[ $setting['control'] ] ) ? $types[ $setting['control'] ] : \Elementor\Controls_Manager::TEXT,
		);
		$given   = isset( $this->element()['content']['attributes'][ $setting['attribute'] ] ) ? $this->element()['content']['attributes'][ $setting['attribute'] ] : null;
		if ( isset( $setting['options'] ) ) {
			$control['options'] = array_column( $setting['options'], 'label', 'value' );
		}
		if ( null !== $given ) {
			$control['default'] = $given;
		} elseif ( 'enum' === $setting['type'] && null !== $setting['default'] ) {
			$control['default'] = $setting['default'];
		}
		foreach ( array( 'min', 'max', 'step', 'placeholder' ) as $name ) {
			if ( isset( $setting[ $name ] ) ) {
				$control[ $name ] = $setting[ $name ];
			}
		}
		return $control;
	}

	private function element() {
		foreach ( dx_realtime_elements() as $element ) {
			if ( $element['tag'] === $this->tag() ) {
				return $element;
			}
		}
	}
}

require __DIR__ . '/elementor-widgets.php';

function dx_realtime_register_widgets( $manager ) {
	foreach ( dx_realtime_widget_classes() as $name ) {
		$manager->register( new $name() );
	}
}
