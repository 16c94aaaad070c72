import { computed } from './compute.ts';
import { defaults } from './defaults.ts';
import type { StoredRow } from './database.ts';
import type { Env, Vals } from './env.ts';
import type { FieldDef } from './field-table.ts';
import { missingError, userError, validationError, valueError } from './odoo-error.ts';
import { refreshParents } from './parents.ts';

/** Creates a record as the server does: defaults, checks, lines, sums. */
export function create(env: Env, model: string, vals: Vals, id?: number): number {
  env.dials.check(model, 'create');
  return insert(env, model, vals, id);
}

/** Without asking for rights, as the server does for itself. */
export function insert(env: Env, model: string, vals: Vals, id = env.db.nextId(model)): number {
  const { db, uid, now } = env;
  checkNames(env, model, vals);
  const filled: Vals = { ...defaults(db, model, vals, env), ...vals };
  const stamps = { create_date: now, write_date: now, create_uid: uid, write_uid: uid };
  const missing = Object.values(db.def(model).fields).find(
    (field) => field.required && isEmpty(filled[field.name]),
  );
  if (missing)
    throw validationError(`Missing required value for the field '${missing.name}' (${missing.name}).`);
  db.insert(model, { ...blank(env, model), ...stamps, id });
  store(env, model, id, filled);
  env.touched.push({ model, id, what: 'create' });
  return id;
}

export function write(env: Env, model: string, ids: readonly number[], vals: Vals): void {
  env.dials.check(model, 'write');
  checkNames(env, model, vals);
  for (const id of ids) {
    const row = existing(env, model, id);
    if (model === 'account.move') checkPosted(row, vals);
    env.db.update(model, id, { write_date: env.now, write_uid: env.uid });
    store(env, model, id, vals);
    env.touched.push({ model, id, what: 'write' });
  }
}

export function unlink(env: Env, model: string, ids: readonly number[]): void {
  env.dials.check(model, 'unlink');
  for (const id of ids) {
    existing(env, model, id);
    env.db.remove(model, id);
    const owned = env.db.rows('ir.actions.server').filter((row) => row['base_automation_id'] === id);
    if (model === 'base.automation')
      for (const action of owned) env.db.remove('ir.actions.server', action.id);
  }
}

export function existing(env: Env, model: string, id: number): StoredRow {
  const row = env.db.row(model, id);
  if (!row)
    throw missingError(
      `Record does not exist or has been deleted. (Record: ${model}(${id},), User: ${env.uid})`,
    );
  return row;
}

function blank({ db }: Env, model: string): Record<string, unknown> {
  const stored = Object.values(db.def(model).fields).filter(({ type }) => type !== 'one2many');
  return Object.fromEntries(stored.map(({ name, type }) => [name, emptyOf(type)]));
}

function emptyOf(type: string): unknown {
  if (type === 'many2many') return [];
  return type === 'integer' || type === 'float' || type === 'monetary' ? 0 : false;
}

function store(env: Env, model: string, id: number, vals: Vals): void {
  const { db, dials } = env;
  const changes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(vals)) {
    const field = db.field(model, name);
    if (!field || name === 'id') continue;
    if (field.type === 'one2many') applyLines(env, id, field, value);
    else changes[name] = convert(env, model, field, value, db.row(model, id)?.[name]);
  }
  const row = { ...existing(env, model, id), ...changes, ...(model === 'crm.lead' ? won(env, changes) : {}) };
  if (model === 'crm.lead' && env.version >= 19) checkWon(env, row);
  const next = { ...row, ...computed(db, model, row) };
  dials.checkUnique(db, model, next);
  db.update(model, id, next);
  refreshParents(env, model, id);
}

/** A stage that counts as won makes the probability 100. */
function won({ db }: Env, { stage_id, probability }: Vals): Vals {
  const reached = db.row('crm.stage', Number(stage_id))?.['is_won'] === true;
  return reached && probability === undefined ? { probability: 100 } : {};
}

function checkWon({ db }: Env, row: StoredRow): void {
  const isWon = db.row('crm.stage', Number(row['stage_id']))?.['is_won'] === true;
  if (isWon && row['active'] !== false && row['probability'] !== 100)
    throw validationError('A won lead must have a probability of 100.');
}

function convert(env: Env, model: string, field: FieldDef, value: unknown, before: unknown): unknown {
  const { type, name } = field;
  if (type === 'many2many') return linked(env, field, value, (before ?? []) as number[]);
  if (value === null || value === undefined || value === false || value === '')
    return type === 'boolean' ? false : emptyOf(type);
  switch (type) {
    case 'many2one':
      if (typeof value !== 'number')
        throw valueError(`Wrong value for ${model}.${name}: ${JSON.stringify(value)}`);
      existing(env, field.relation ?? '', value);
      return value;
    case 'selection':
      if (field.selection?.length && !field.selection.some(([key]) => key === value))
        throw valueError(`Wrong value for ${model}.${name}: '${String(value)}'`);
      return value;
    case 'datetime':
      if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/.test(String(value)))
        throw valueError(`Invalid datetime ${String(value)}`);
      return value;
    case 'date':
      if (!/^\d{4}-\d{2}-\d{2}/.test(String(value))) throw valueError(`Invalid date ${String(value)}`);
      return String(value).slice(0, 10);
    default:
      return value;
  }
}

type Command = [number, number?, unknown?];

function linked(env: Env, { relation = '' }: FieldDef, value: unknown, before: number[]): number[] {
  let ids = before;
  for (const [code, id = 0, arg] of commandsOf(value)) {
    if (code === 0) ids = [...ids, insert(env, relation, arg as Vals)];
    if (code === 1) write(env, relation, [id], arg as Vals);
    if (code === 2 || code === 3) ids = ids.filter((one) => one !== id);
    if (code === 4) ids = [...new Set([...ids, existing(env, relation, id).id])];
    if (code === 5) ids = [];
    if (code === 6) ids = (arg as number[]).map((one) => existing(env, relation, one).id);
  }
  return ids;
}

function applyLines(
  env: Env,
  owner: number,
  { relation = '', inverse = '' }: FieldDef,
  value: unknown,
): void {
  const lines = () =>
    env.db
      .rows(relation)
      .filter((row) => row[inverse] === owner)
      .map(({ id }) => id);
  for (const [code, id = 0, arg] of commandsOf(value)) {
    if (code === 0) insert(env, relation, { ...(arg as Vals), [inverse]: owner });
    if (code === 1) write(env, relation, [id], arg as Vals);
    if (code === 2 || code === 3) unlink(env, relation, [id]);
    if (code === 4) write(env, relation, [id], { [inverse]: owner });
    if (code === 5) unlink(env, relation, lines());
    if (code === 6)
      unlink(
        env,
        relation,
        lines().filter((one) => !(arg as number[]).includes(one)),
      );
  }
}

function commandsOf(value: unknown): Command[] {
  if (!Array.isArray(value)) return [];
  const whole = value as unknown[];
  return whole.every((one) => typeof one === 'number') ? [[6, 0, whole]] : (whole as Command[]);
}

function checkNames({ db }: Env, model: string, vals: Vals): void {
  const unknown = Object.keys(vals).find((name) => !db.field(model, name));
  if (unknown) throw valueError(`Invalid field '${unknown}' on model '${model}'`);
}

/** Most of a posted entry is closed. */
function checkPosted(row: StoredRow, vals: Vals): void {
  const closed = ['partner_id', 'invoice_line_ids', 'invoice_date', 'move_type', 'journal_id'].some(
    (name) => name in vals,
  );
  if (closed && row['state'] === 'posted')
    throw userError('You cannot modify a posted entry of this journal.');
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === false || value === '';
}
