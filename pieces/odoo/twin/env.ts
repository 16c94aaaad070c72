import type { Database } from './database.ts';
import type { Dials } from './dials.ts';

/** One call: who, in which context, in which transaction. */
export interface Env {
  db: Database;
  dials: Dials;
  version: number;
  uid: number;
  context: Readonly<Record<string, unknown>>;
  /** Start of the transaction: what `create_date` and `write_date` get. */
  now: string;
  company: number;
  /** What was created or written, for automation rules. */
  touched: Touched[];
}

export interface Touched {
  model: string;
  id: number;
  what: 'create' | 'write';
}

export type Vals = Readonly<Record<string, unknown>>;
