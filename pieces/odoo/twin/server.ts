import { stamp, Database, type StoredRow } from './database.ts';
import { Dials } from './dials.ts';
import type { Env, Touched, Vals } from './env.ts';
import { methodOf } from './methods.ts';
import { notFound } from './odoo-error.ts';
import { create, write } from './records.ts';
import { seed } from './seed.ts';
import { modelsOf } from './tables.ts';

/** The one user who may sign in. */
export const BOT = { uid: 1, login: 'bot@meridian.example' };

export interface Invocation {
  model: string;
  method: string;
  ids: number[];
  args: Vals;
  context: Vals;
}

/** Models, rows and rules, without a wire. One call is one transaction. */
export class OdooServer {
  readonly db: Database;
  readonly dials = new Dials();
  readonly version: number;
  private readonly now: () => number;
  private readonly onChange: (touched: readonly Touched[]) => void;

  constructor(version: number, now: () => number, onChange: (touched: readonly Touched[]) => void) {
    this.version = version;
    this.now = now;
    this.onChange = onChange;
    this.db = new Database(modelsOf(version));
    seed(this.db);
  }

  invoke({ model, method, ids, args, context }: Invocation): unknown {
    if (!this.db.models.has(model)) throw notFound(`the model '${model}' does not exist`);
    return this.transact(this.env(context), (env) => methodOf(env, model, method).run(env, model, ids, args));
  }

  env(context: Vals = {}, now = this.now()): Env {
    const { db, dials, version } = this;
    const [first] = Array.isArray(context['allowed_company_ids'])
      ? (context['allowed_company_ids'] as number[])
      : [1];
    return { db, dials, version, uid: BOT.uid, context, now: stamp(now), company: first ?? 1, touched: [] };
  }

  transact<T>(env: Env, work: (env: Env) => T): T {
    const result = this.db.transaction(() => work(env));
    this.onChange(env.touched);
    return result;
  }

  /**
   * A transaction that begins now and is seen when `commit` is called, with the stamp of its beginning: as a long import does. Ids are
   * drawn at once.
   */
  begin() {
    const started = this.now();
    const work: ((env: Env) => void)[] = [];
    return {
      create: (model: string, vals: Vals) => {
        const id = this.db.nextId(model);
        work.push((env) => create(env, model, vals, id));
        return id;
      },
      write: (model: string, id: number, vals: Vals) =>
        void work.push((env) => write(env, model, [id], vals)),
      commit: () => this.transact(this.env({}, started), (env) => work.forEach((step) => step(env))),
    };
  }

  /** For tests and people: what a colleague does on Odoo's own screens. */
  create(model: string, vals: Vals): number {
    return this.transact(this.env(), (env) => create(env, model, vals));
  }

  write(model: string, id: number, vals: Vals): void {
    this.transact(this.env(), (env) => write(env, model, [id], vals));
  }

  remove(model: string, id: number): void {
    this.db.remove(model, id);
  }

  rows(model: string): StoredRow[] {
    return this.db.rows(model);
  }

  /** Adds a field of the customer's own, such as `x_source`. */
  addField(model: string, name: string, type: string, selection?: readonly [string, string][]): void {
    const def = this.db.def(model);
    const field = { name, type, required: false, ...(selection ? { selection } : {}) };
    this.db.models.set(model, { ...def, fields: { ...def.fields, [name]: field } });
  }
}
