const PATIENCE = 60_000;

/**
 * Waits until `find` returns something, however fast the machine is. Measures with a clock that no test turns.
 *
 * @throws after a minute, naming `what`
 */
export async function until<Found>(
  find: () => Found | Promise<Found>,
  what: string,
): Promise<NonNullable<Found>> {
  const deadline = performance.now() + PATIENCE;
  for (;;) {
    const found = await find();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Waits for a callback. @throws after a minute, naming `what` */
export function inTime<Value>(
  listen: (done: (value: Value) => void, fail: (error: Error) => void) => void,
  what: string,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), PATIENCE);
    const settle =
      <Argument>(act: (argument: Argument) => void) =>
      (argument: Argument) => {
        clearTimeout(timer);
        act(argument);
      };
    listen(settle(resolve), settle(reject));
  });
}
