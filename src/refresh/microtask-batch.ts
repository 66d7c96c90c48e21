/** What plans anew when all that happens in a task has been asked of it. */
interface Planner {
  advance(): void;
}

const planners = new Set<Planner>();

/**
 * Lets a planner plan when all who hear of the same thing have had their say. One microtask for all: with a thousand of them
 * their microtasks would be a good part of what an event costs.
 */
export function inMicrotask(planner: Planner): void {
  if (planners.size === 0) queueMicrotask(advanceAll);
  planners.add(planner);
}

function advanceAll(): void {
  const all = [...planners];
  planners.clear();
  for (const planner of all) {
    try {
      planner.advance();
    } catch (error) {
      console.error('[dx-realtime] a refresh could not be planned:', error);
    }
  }
}
