/**
 * Obeys the process that measures: `{ about: 'push', … }` as `push` does it, `{ about: 'cpu' }` with the milliseconds of processor
 * time so far, `{ about: 'memory' }` with the bytes that are resident after collecting garbage, where Node lets that be asked for.
 *
 * @param push carries out a question about pushes; returns the answer
 */
export function answerParent(push) {
  process.once('disconnect', () => process.exit());
  process.on('message', async (question) => {
    if (question.about === 'push') process.send(await push(question));
    if (question.about === 'cpu') {
      const { user, system } = process.cpuUsage();
      process.send((user + system) / 1_000);
    }
    if (question.about === 'memory') {
      globalThis.gc?.();
      process.send(process.memoryUsage().rss);
    }
  });
}
