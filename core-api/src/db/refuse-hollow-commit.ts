import type { Client, QueryConfig, QueryResult } from 'pg';

type Done = (error: Error | undefined, result: QueryResult | undefined) => void;
type Query = (config: QueryConfig, done: Done) => unknown;

/** A transaction was to be committed, but a statement in it had failed, so that Postgres rolled it back. */
export class HollowCommit extends Error {
  override readonly name = 'HollowCommit';

  constructor() {
    super('a statement of this transaction failed, so nothing of it was committed');
  }
}

/**
 * Makes COMMIT fail when Postgres rolls back instead. It does so, and reports success, after code has caught the error of a
 * statement and gone on: we would promise somebody what is nowhere.
 */
export function refuseHollowCommit(connection: Client): void {
  const send = connection.query.bind(connection) as unknown as Query;
  const checked: Query = (config, done) => {
    if (!/^commit\b/i.test(config.text)) return send(config, done);
    return send(config, (error, result) =>
      !error && result?.command === 'ROLLBACK' ? done(new HollowCommit(), undefined) : done(error, result),
    );
  };
  connection.query = checked as unknown as Client['query'];
}
