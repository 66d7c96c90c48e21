/** What browsers that have the Navigation API tell of the history: the entries of this origin beside the page's own. */
interface NavigationHistory {
  currentEntry: { index: number } | null;
  entries(): readonly { url: string | null }[];
  back(): unknown;
}

/**
 * The address of the page before this one in the history, where that is of the same origin: going back to another site
 * is nothing that a back end decides.
 *
 * @returns null where there is none, it is of another origin, or the browser does not tell
 */
export function formerPage(view: Window): string | null {
  const { navigation, document, history, location, parent } = view as {
    navigation?: NavigationHistory;
  } & Omit<Window, 'navigation'>;
  if (navigation !== undefined) {
    const index = navigation.currentEntry?.index ?? 0;
    return navigation.entries()[index - 1]?.url ?? null;
  }
  const { referrer } = document;
  // The referrer of a frame is the page around it.
  const isHere = parent === view && referrer !== '' && new URL(referrer).origin === location.origin;
  return isHere && history.length > 1 ? referrer : null;
}

/** Goes there. The history of a frame is that of the whole page: what goes back by it may be the page around. */
export function goBack(view: Window): void {
  ((view as { navigation?: NavigationHistory }).navigation ?? view.history).back();
}
