import { accessError, serializationFailure, uniqueViolation } from './odoo-error.ts';
import type { Database } from './database.ts';

export type Right = 'read' | 'write' | 'create' | 'unlink';

/** What a test turns besides the faults of the line: rights, constraints, contention. */
export class Dials {
  private readonly denied = new Map<string, ReadonlySet<Right>>();
  private readonly uniques = new Map<string, string[]>();
  private contended = 0;

  /** Takes rights on a model away; with no rights named, all of them. */
  deny(model: string, ...rights: Right[]): void {
    this.denied.set(model, new Set(rights.length > 0 ? rights : ['read', 'write', 'create', 'unlink']));
  }

  allow(model: string): void {
    this.denied.delete(model);
  }

  /** No two records of the model may have the same value here. */
  unique(model: string, ...fields: string[]): void {
    this.uniques.set(model, fields);
  }

  /** The next calls that would write fail, as when two transactions want the same rows for too long. */
  contend(times: number): void {
    this.contended = times;
  }

  lacks(model: string, right: Right): boolean {
    return this.denied.get(model)?.has(right) ?? false;
  }

  check(model: string, right: Right): void {
    if (this.lacks(model, right)) {
      throw accessError(`You are not allowed to ${right} '${model}' records.`);
    }
    if (right !== 'read' && this.contended > 0) {
      this.contended -= 1;
      throw serializationFailure('could not serialize access due to concurrent update');
    }
  }

  checkUnique(db: Database, model: string, row: Vals & { id: number }): void {
    for (const field of this.uniques.get(model) ?? []) {
      const taken = db
        .rows(model)
        .some((other) => other.id !== row.id && row[field] && other[field] === row[field]);
      if (taken)
        throw uniqueViolation(
          `duplicate key value violates unique constraint on ${field}=(${String(row[field])})`,
        );
    }
  }
}

type Vals = Readonly<Record<string, unknown>>;
