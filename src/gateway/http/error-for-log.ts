/** What is logged of an error. */
export interface LoggedError {
  [key: string]: unknown;
  type: string;
  message: string;
  code?: unknown;
  /** Empty where there is none. */
  stack: string;
  cause?: LoggedError;
}

/** How many causes of causes are logged. */
const MAX_CAUSES = 3;

/**
 * Names what is logged of an error, and nothing else: libraries hang whole requests on theirs, such as ioredis the command
 * with the message that was pushed.
 */
export function errorForLog(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'something else than an error was thrown', stack: '' };
  const { code } = error as { code?: unknown };
  const message = messageOf(error);
  return {
    type: error.name,
    message,
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    stack: framesOf(error.stack ?? '', error.message, message),
    ...(error.cause !== undefined && depth < MAX_CAUSES && { cause: errorForLog(error.cause, depth + 1) }),
  };
}

/** Node quotes the text that is not JSON, which may be what a person wrote. */
function messageOf(error: Error): string {
  return error instanceof SyntaxError ? 'a text cannot be read' : error.message;
}

function framesOf(stack: string, given: string, said: string): string {
  return given === '' ? stack : stack.replace(given, () => said);
}
