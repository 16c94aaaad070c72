import type { Client, QueryConfig, QueryResult } from 'pg';

type Done = (error: Error | undefined, result: QueryResult | undefined) => void;
type Query = (config: QueryConfig, done: Done) => unknown;

/** Marks the statement that sets the scope of a transaction; see `enterScope`. */
export const OPENING_MARK = '/* opening */';

const TRANSACTION_ABORTED = '25P02';

/**
 * Sends BEGIN and the scope together with the first statement of a transaction, in one write, in place of waiting for each of
 * them: two round trips less for every transaction. Held back, they are answered at once; a transaction that ends without any
 * statement is never begun. Needs `pipeline: true`, so that statements are written without waiting for the one before.
 *
 * When the opening fails, Postgres has aborted the transaction and refuses the statement behind it; its caller then
 * gets the error of the opening, which is the one that explains.
 */
export function openLazily(connection: Client): void {
  const send = connection.query.bind(connection) as unknown as Query;
  let held: QueryConfig[] = [];
  const lazy: Query = (config, done) => {
    if (isOpening(config.text)) {
      held.push(config);
      return queueMicrotask(() => done(undefined, NOTHING));
    }
    if (held.length === 0) return send(config, done);
    const opening = held;
    held = [];
    if (/^(commit|rollback)\b/i.test(config.text)) return queueMicrotask(() => done(undefined, NOTHING));
    return sendTogether(connection, send, opening, config, done);
  };
  connection.query = lazy as unknown as Client['query'];
}

function sendTogether(
  connection: Client,
  send: Query,
  opening: QueryConfig[],
  first: QueryConfig,
  done: Done,
): unknown {
  let refused: Error | undefined;
  const { stream } = (connection as unknown as { connection: { stream: { cork(): void; uncork(): void } } })
    .connection;
  stream.cork();
  try {
    for (const statement of opening) send(statement, (error) => (refused ??= error));
    return send(first, (error, result) =>
      done(
        (error as { code?: string } | undefined)?.code === TRANSACTION_ABORTED ? (refused ?? error) : error,
        result,
      ),
    );
  } finally {
    stream.uncork();
  }
}

function isOpening(text: string): boolean {
  return text.startsWith(OPENING_MARK) || /^begin\b/i.test(text);
}

const NOTHING = { command: '', rowCount: null, oid: 0, fields: [], rows: [] } as QueryResult;
