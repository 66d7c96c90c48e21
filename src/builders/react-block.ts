import type { Block, Values } from './manifest.js';
import { attributesOf } from './values.js';

/** `createElement` of React, Preact or WordPress; passed in, so that no copy of it comes along. */
export type CreateElement<Node> = (type: string, props: Readonly<Record<string, unknown>>) => Node;

/** A component that renders an element from the values of a form, as attributes: that is what a server renders, too. */
export function blockComponent<Node>(
  createElement: CreateElement<Node>,
  block: Block,
): (props: Values) => Node {
  return (props) => createElement(block.tag, attributesOf(block, props));
}
