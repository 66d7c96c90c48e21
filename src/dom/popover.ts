/**
 * Opens or closes a popover. In documents that know none, those of component tests such as jsdom's, an element simply stays
 * where it is.
 *
 * @param element with the attribute `popover`
 */
export function setPopover(element: HTMLElement, open: boolean): void {
  const { togglePopover } = element as Partial<HTMLElement>;
  if (togglePopover !== undefined && element.matches(':popover-open') !== open) element.togglePopover(open);
}
