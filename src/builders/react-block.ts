import type { Block, Values } from './manifest.js';
import { attributesOf } from './values.js';

/** `createElement` of React, Preact or WordPress; passed in, so that no copy of it comes along. */
export type CreateElement<Node> = (type: string, props: Readonly<Record<string, unknown>>) => Node;

/**
 * A component that renders an element from the values of a form, as attributes: that is what a server renders, too.
 *
 * @param ofBuilder what a builder wants on the element besides
 */
export function blockComponent<Node>(
  createElement: CreateElement<Node>,
  block: Block,
  ofBuilder: (props: Values) => Readonly<Record<string, unknown>> = () => ({}),
): (props: Values) => Node {
  return (props) => createElement(block.tag, { ...ofBuilder(props), ...attributesOf(block, props) });
}

/** A class as React writes it on a custom element in all its versions: by its name in HTML. */
export const classOf = (name: unknown): { class?: unknown } => (name === undefined ? {} : { class: name });
