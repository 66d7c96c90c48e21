/** A command line that cannot be carried out; the message is a sentence for the person at the shell. */
export class CommandError extends Error {}

/** What a person reads of an error: one sentence where it is about what they asked for, else where it came from. */
export function sentenceOf(error: unknown): string {
  if (error instanceof CommandError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Carries something out; where it fails, says so on standard error and sets the exit code of the process to 1. */
export async function exitWithSentence(carryOut: () => Promise<void>): Promise<void> {
  try {
    await carryOut();
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${sentenceOf(error)}\n`);
  }
}
