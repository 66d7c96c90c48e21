/** A command line that cannot be carried out; the message is a sentence for the person at the shell. */
export class CommandError extends Error {}
