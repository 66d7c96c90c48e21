/** So far a finger must go sideways for a toast to go, in pixels. */
const FAR = 60;

/**
 * Lets a toast follow the finger that was put on it, sideways; far enough, it goes.
 *
 * @param down where it began, on the toast or in it
 * @param gone is called once where it went far enough
 * @returns the way to take it back
 */
export function followSwipe(
  view: Window,
  toast: HTMLElement,
  down: PointerEvent,
  gone: () => void,
): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const isMine = ({ pointerId }: PointerEvent): boolean => pointerId === down.pointerId;
  let way = 0;
  const cancel = (): void => {
    stop.abort();
    toast.style.translate = toast.style.opacity = '';
  };
  const end = (event: PointerEvent): void => {
    if (!isMine(event)) return;
    // Where the browser took the finger over, to scroll, it was no swipe.
    if (event.type === 'pointercancel' || Math.abs(way) < FAR) cancel();
    else {
      stop.abort();
      gone();
    }
  };
  const move = (event: PointerEvent): void => {
    if (!isMine(event)) return;
    way = event.clientX - down.clientX;
    toast.style.translate = `${way}px`;
    toast.style.opacity = String(Math.max(0.3, 1 - Math.abs(way) / 300));
  };
  view.addEventListener('pointermove', move, { signal, capture: true });
  // Touch and pen are captured by what they were put on; `pointerup` is kept from the page.
  for (const type of ['lostpointercapture', 'pointercancel'] as const)
    view.addEventListener(type, end, { signal, capture: true });
  return () => {
    if (!signal.aborted) cancel();
  };
}
