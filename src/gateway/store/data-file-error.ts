/** A data file that cannot be used; the message is a sentence. */
export class DataFileError extends Error {}
