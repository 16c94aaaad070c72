/** An error fit for a log line, a SyncError and a person: what kind, where, and no word of any payload. */
export interface ErrorDescription {
  errorClass: string;
  message: string;
  /** Frames of the error and of everything that caused it. */
  traceback: string;
}

export function describeError(error: unknown): ErrorDescription {
  const chain = causes(error);
  const [first] = chain;
  if (!first)
    return { errorClass: 'Unknown', message: 'Something was thrown that is no error.', traceback: '' };
  return {
    errorClass: first.name,
    message: safeMessage(first),
    traceback: chain.map((one) => `${one.name}: ${safeMessage(one)}\n${frames(one)}`).join('\ncaused by '),
  };
}

function causes(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let next = error; next instanceof Error && chain.length < 10; next = next.cause) chain.push(next);
  return chain;
}

/** Postgres quotes the offending value in some messages; its code says as much and quotes nothing. */
function safeMessage(error: Error): string {
  const sqlState = 'severity' in error && 'code' in error ? String(error.code) : null;
  return sqlState === null ? error.message : `database error ${sqlState}`;
}

function frames(error: Error): string {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}
