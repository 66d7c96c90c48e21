/** Who waits for a removal under one root, all on one observer: a thousand of them would each be told of every change. */
interface Watch {
  observer: MutationObserver;
  waiting: Map<object, { target: Element; removed: () => void }>;
}

const watches = new WeakMap<Node, Watch>();

/**
 * Calls back when an element is taken out of its page. Watches only while somebody waits: an observer on a whole page
 * is not free.
 *
 * @returns the way to stop
 */
export function onRemoval(target: Element, removed: () => void): () => void {
  const root = target.getRootNode();
  const roots = new Set<Node>([target.ownerDocument, root]);
  const stops = [...roots].map((node) => wait(node, target, removed));
  return () => {
    for (const stop of stops) stop();
  };
}

function wait(root: Node, target: Element, removed: () => void): () => void {
  const watch = watches.get(root) ?? startWatch(root);
  const entry = {};
  watch.waiting.set(entry, { target, removed });
  return () => {
    watch.waiting.delete(entry);
    if (watch.waiting.size > 0 || watches.get(root) !== watch) return;
    watch.observer.disconnect();
    watches.delete(root);
  };
}

function startWatch(root: Node): Watch {
  const waiting: Watch['waiting'] = new Map();
  const observer = new MutationObserver(() => {
    for (const { target, removed } of [...waiting.values()]) if (!target.isConnected) removed();
  });
  const watch = { observer, waiting };
  observer.observe(root, { childList: true, subtree: true });
  watches.set(root, watch);
  return watch;
}
