import type { StoredRow } from './database.ts';
import type { Env } from './env.ts';
import { nameOf } from './names.ts';
import { existing } from './records.ts';
import { accessError, valueError } from './odoo-error.ts';
import { fits, valueOf } from './search.ts';
import { labelOf } from './field-table.ts';

export interface SearchOptions {
  offset?: unknown;
  limit?: unknown;
  order?: unknown;
}

export function search(env: Env, model: string, domain: unknown, options: SearchOptions = {}): StoredRow[] {
  env.dials.check(model, 'read');
  const { db, context } = env;
  const terms = Array.isArray(domain) ? (domain as unknown[]) : [];
  const named = terms.some((term) => Array.isArray(term) && term[0] === 'active');
  const hides = db.field(model, 'active') && context['active_test'] !== false && !named;
  const companies = context['allowed_company_ids'];
  const found = db.rows(model).filter((row) => {
    if (hides && row['active'] === false) return false;
    if (Array.isArray(companies) && row['company_id'] && !companies.includes(row['company_id'])) return false;
    return fits(db, model, row, terms);
  });
  const sorted = sort(env, model, found, String(options.order || 'id'));
  const offset = Number(options.offset ?? 0);
  const limit = typeof options.limit === 'number' && options.limit > 0 ? options.limit : Infinity;
  return sorted.slice(offset, offset + limit);
}

function sort({ db }: Env, model: string, rows: StoredRow[], order: string): StoredRow[] {
  const keys = order.split(',').map((part) => part.trim().split(/\s+/));
  for (const [name = ''] of keys)
    if (!db.field(model, name)) throw valueError(`Invalid field '${name}' in order`);
  const comparable = (value: unknown) =>
    typeof value === 'number' ? value : value === false ? '' : String(value);
  return rows.sort((a, b) => {
    for (const [name = '', way = 'asc'] of keys) {
      const [left, right] = [
        comparable(valueOf(db, model, a, name)),
        comparable(valueOf(db, model, b, name)),
      ];
      if (left !== right) return (left < right ? -1 : 1) * (way.toLowerCase() === 'desc' ? -1 : 1);
    }
    return a.id - b.id;
  });
}

/** Rows as answers hold them: `[id, name]`, stamps of whole seconds, `false` for nothing. */
export function read(
  env: Env,
  model: string,
  ids: readonly number[],
  names: unknown,
): Record<string, unknown>[] {
  env.dials.check(model, 'read');
  const { db } = env;
  const wanted =
    Array.isArray(names) && names.length > 0 ? (names as string[]) : Object.keys(db.def(model).fields);
  const unknown = wanted.find((name) => !db.field(model, name));
  if (unknown) throw valueError(`Invalid field '${unknown}' on '${model}'`);
  return ids.map((id) => {
    const row = existing(env, model, id);
    checkCompany(env, row);
    return { id, ...Object.fromEntries(wanted.map((name) => [name, shown(env, model, row, name)])) };
  });
}

function checkCompany({ context }: Env, row: StoredRow): void {
  const companies = context['allowed_company_ids'];
  if (Array.isArray(companies) && row['company_id'] && !companies.includes(row['company_id']))
    throw accessError('Access to unauthorized or invalid companies.');
}

function shown(env: Env, model: string, row: StoredRow, name: string): unknown {
  const { db } = env;
  const field = db.field(model, name);
  const value = valueOf(db, model, row, name);
  if (field?.type === 'many2one')
    return typeof value === 'number' ? [value, nameOf(db, field.relation ?? '', value)] : false;
  if (field?.type === 'datetime' && typeof value === 'string') return value.slice(0, 19);
  if (name === 'res_name' && typeof row['res_model'] === 'string')
    return nameOf(db, row['res_model'], Number(row['res_id']));
  if (name === 'state' && model === 'mail.activity') return activityState(env, row);
  return value === '' ? false : value;
}

function activityState({ now }: Env, row: StoredRow): string {
  const [due, today] = [String(row['date_deadline']), now.slice(0, 10)];
  return due < today ? 'overdue' : due === today ? 'today' : 'planned';
}

export function fieldsGet(
  { db, dials }: Env,
  model: string,
  names: unknown,
  attributes: unknown,
): Record<string, unknown> {
  dials.check(model, 'read');
  const wanted = Array.isArray(names) && names.length > 0 ? new Set(names) : null;
  // Who may neither write nor create sees every field as read-only.
  const readonly = dials.lacks(model, 'write') && dials.lacks(model, 'create');
  const told = Object.values(db.def(model).fields)
    .filter(({ name }) => !wanted || wanted.has(name))
    .map(({ name, type, required, relation, selection }) => {
      const all = {
        name,
        type,
        required,
        string: labelOf(name),
        readonly,
        ...(relation ? { relation } : {}),
        ...(selection ? { selection } : {}),
      };
      const kept = Array.isArray(attributes)
        ? Object.entries(all).filter(([key]) => attributes.includes(key))
        : Object.entries(all);
      return [name, Object.fromEntries(kept)] as const;
    });
  return Object.fromEntries(told);
}

export function nameSearch(
  env: Env,
  model: string,
  { name, domain, operator, limit }: Record<string, unknown>,
): [number, string][] {
  const wanted = String(name || '').toLowerCase();
  const rows = search(env, model, domain ?? [], {});
  const named = rows.map((row): [number, string] => [row.id, nameOf(env.db, model, row.id)]);
  const exact = operator === '=';
  const hits = named.filter(([, label]) =>
    exact ? label.toLowerCase() === wanted : label.toLowerCase().includes(wanted),
  );
  return hits.slice(0, typeof limit === 'number' ? limit : 100);
}

/** Counts of groups by one field; enough for what asks for totals. */
export function readGroup(
  env: Env,
  model: string,
  domain: unknown,
  groupby: unknown,
): Record<string, unknown>[] {
  const name = String(Array.isArray(groupby) ? groupby[0] : groupby).split(':')[0] ?? '';
  const groups = new Map<string, StoredRow[]>();
  for (const row of search(env, model, domain)) {
    const key = JSON.stringify(shown(env, model, row, name));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups].map(([key, rows]) => ({
    [name]: JSON.parse(key) as unknown,
    [`${name}_count`]: rows.length,
    __count: rows.length,
  }));
}
