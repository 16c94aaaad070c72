import type { FieldDef, ModelDef } from './field-table.ts';
import { keyError } from './odoo-error.ts';

/** A row as it is stored: ids for relations, `false` for nothing, stamps in UTC with milliseconds. */
export type StoredRow = Record<string, unknown> & { id: number };

/** Tables in memory, with the undoing of a transaction that fails. */
export class Database {
  readonly models: Map<string, ModelDef>;
  private readonly tables = new Map<string, Map<number, StoredRow>>();
  private readonly sequences = new Map<string, number>();
  private undo: (() => void)[] = [];

  constructor(models: Map<string, ModelDef>) {
    this.models = models;
  }

  def(model: string): ModelDef {
    const found = this.models.get(model);
    if (!found) throw keyError(`'${model}'`);
    return found;
  }

  field(model: string, name: string): FieldDef | undefined {
    const { fields } = this.def(model);
    return Object.hasOwn(fields, name) ? fields[name] : undefined;
  }

  /** The rows in the order of their ids. */
  rows(model: string): StoredRow[] {
    return [...this.table(model).values()].sort((a, b) => a.id - b.id);
  }

  row(model: string, id: number): StoredRow | undefined {
    return this.table(model).get(id);
  }

  /** Ids go up, and one that was drawn is not used again, whatever becomes of its transaction. */
  nextId(model: string): number {
    const id = (this.sequences.get(model) ?? 0) + 1;
    this.sequences.set(model, id);
    return id;
  }

  insert(model: string, row: StoredRow): void {
    const table = this.table(model);
    this.sequences.set(model, Math.max(row.id, this.sequences.get(model) ?? 0));
    table.set(row.id, row);
    this.undo.push(() => table.delete(row.id));
  }

  update(model: string, id: number, values: Readonly<Record<string, unknown>>): void {
    const table = this.table(model);
    const before = table.get(id);
    if (!before) return;
    table.set(id, { ...before, ...values, id });
    this.undo.push(() => table.set(id, before));
  }

  remove(model: string, id: number): void {
    const table = this.table(model);
    const before = table.get(id);
    if (before && table.delete(id)) this.undo.push(() => table.set(id, before));
  }

  /** All or nothing, as in one call of the server; inside another one, a savepoint. */
  transaction<T>(work: () => T): T {
    const outer = this.undo;
    this.undo = [];
    try {
      const result = work();
      outer.push(...this.undo);
      return result;
    } catch (error) {
      for (const step of this.undo.reverse()) step();
      throw error;
    } finally {
      this.undo = outer;
    }
  }

  private table(model: string): Map<number, StoredRow> {
    this.def(model);
    const found = this.tables.get(model) ?? new Map<number, StoredRow>();
    this.tables.set(model, found);
    return found;
  }
}

/** An instant as the database keeps it; answers cut the fraction off, comparisons do not. */
export function stamp(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
}
