const PATIENCE = 30_000;

/** Waits until `find` returns something, however fast the machine is. @throws after thirty seconds, naming `what` */
export async function until<Found>(
  find: () => Found | Promise<Found>,
  what: string,
): Promise<NonNullable<Found>> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const found = await find();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Waits for a callback. @throws after thirty seconds, naming `what` */
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
