/**
 * Something that the person at the console can put right. The message says what and how, and is all they are shown; it
 * holds no secret.
 */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError';
}

/** What to print before giving up: the message alone where the operator can act on it, else everything there is. */
export function explainFailure(error: unknown): string {
  if (error instanceof OperatorError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program. Set PORT to a free one.`;
  return error.stack ?? error.message;
}
