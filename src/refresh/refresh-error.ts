/** A refresh that did not happen; the old content stays. */
export class RefreshError extends Error {
  /** Whether the same request may succeed later. */
  readonly canRetry: boolean;
  /** How long the server asked to wait, in milliseconds; null = it did not say. */
  readonly retryAfter: number | null;

  constructor(
    message: string,
    options: { canRetry?: boolean; retryAfter?: number | null; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'RefreshError';
    this.canRetry = options.canRetry ?? true;
    this.retryAfter = options.retryAfter ?? null;
  }
}

/** Any failure as a RefreshError: what a widget throws may be anything. */
export function toRefreshError(error: unknown): RefreshError {
  // By its name: a part of the script that was loaded later has a class of its own.
  if (error instanceof Error && error.name === 'RefreshError') return error as RefreshError;
  return new RefreshError(error instanceof Error ? error.message : String(error), { cause: error });
}

/** What a server answered instead of fresh content. @param retryAfter how long it asked to wait, in milliseconds */
export function statusError(address: string, status: number, retryAfter: number | null = null): RefreshError {
  const canRetry = status >= 500 || status === 408 || status === 429;
  return new RefreshError(`${address} answered ${status}`, { canRetry, retryAfter });
}
