// Generated from pieces/odoo/src/values.ts by `npm run nodes:generate`: change it there.
import { InputError } from '../../kit/errors';
import type { FieldInfo, OdooClient, Row, Schema, Values } from './client';
import { idOf } from './relations';
import { knownFields } from './schema';
import { instantIn, isoOf, stampOf } from './stamp';

/**
 * Values as Odoo writes them, read against its own description of the model: names of related records become ids, labels of a
 * selection its values, instants UTC without a zone, and nothing `false`. Throws InputError that names the field.
 */
export async function writable(
  odoo: OdooClient,
  model: string,
  raw: Values,
  input: string | null = null,
): Promise<Values> {
  const schema = await knownFields(odoo, model, Object.keys(raw), input);
  const written: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    written[name] = await toOdoo(odoo, name, schema[name] ?? { type: 'char' }, value);
  }
  return written;
}

async function toOdoo(odoo: OdooClient, name: string, info: FieldInfo, value: unknown): Promise<unknown> {
  if (info.type === 'boolean') return toBoolean(name, value);
  if (value === null || value === undefined || value === '' || value === false) return false;
  switch (info.type) {
    case 'char':
    case 'text':
    case 'html':
      return typeof value === 'object' ? misfit(name, 'must be text') : String(value);
    case 'integer':
    case 'float':
    case 'monetary':
      return toNumber(name, info.type, value);
    case 'date':
      return toStamp(name, value).slice(0, 10);
    case 'datetime':
      return toStamp(name, value);
    case 'selection':
      return toSelection(name, info, value);
    case 'many2one':
      return idOf(odoo, info.relation ?? '', Array.isArray(value) ? value[0] : value, name);
    case 'many2many':
    case 'one2many':
      return toMany(odoo, name, info, value);
    default:
      return value;
  }
}

function toBoolean(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (value === null || value === '' || value === 'false' || value === 0) return false;
  return value === 'true' || value === 1 ? true : misfit(name, 'must be true or false');
}

function toNumber(name: string, type: string, value: unknown): number {
  const read = typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
  const fits = type === 'integer' ? Number.isSafeInteger(read) : Number.isFinite(read);
  return fits ? read : misfit(name, type === 'integer' ? 'must be a whole number' : 'must be a number');
}

/** `2026-03-02 09:15:00` in UTC; without an offset the instant is UTC already. */
function toStamp(name: string, value: unknown): string {
  const date = typeof value === 'string' ? instantIn(value) : null;
  return date ? stampOf(date) : misfit(name, 'must be a date, or date and time in ISO 8601');
}

function toSelection(name: string, { selection = [] }: FieldInfo, value: unknown): string {
  const wanted = String(value);
  const found =
    selection.find(([key]) => key === wanted) ??
    selection.find(([, label]) => label.toLowerCase() === wanted.toLowerCase());
  if (found) return found[0];
  // A selection without choices is made up by other modules as they need it.
  if (selection.length === 0) return wanted;
  return misfit(name, `must be one of ${selection.map(([key]) => key).join(', ')}`);
}

/** Commands pass as they are; ids and names replace what is linked; objects become new lines. */
async function toMany(
  odoo: OdooClient,
  name: string,
  { relation = '' }: FieldInfo,
  value: unknown,
): Promise<unknown> {
  const list = Array.isArray(value) ? value : [value];
  if (list.every((one) => Array.isArray(one))) return list;
  const commands: unknown[] = [];
  const ids: number[] = [];
  for (const one of list) {
    if (typeof one === 'object' && one !== null)
      commands.push([0, 0, await writable(odoo, relation, one as Values)]);
    else ids.push(await idOf(odoo, relation, one, name));
  }
  return ids.length > 0 ? [[6, 0, ids], ...commands] : commands;
}

function misfit(name: string, rule: string): never {
  throw new InputError(`Field "${name}" ${rule}`, name);
}

/** A row for the flow: null for nothing, `{ id, name }` for a related record, ISO 8601 for instants. Ids of many stay ids. */
export function readable(row: Row, schema: Schema): Record<string, unknown> & { id: number } {
  const read = Object.entries(row).map(([name, value]) => [
    name,
    fromOdoo(schema[name]?.type ?? guess(name), value),
  ]);
  return { ...(Object.fromEntries(read) as Record<string, unknown>), id: row.id };
}

function guess(name: string): string {
  return /_date$/.test(name) ? 'datetime' : /_uid$/.test(name) ? 'many2one' : 'char';
}

function fromOdoo(type: string, value: unknown): unknown {
  if (type === 'boolean') return value === true;
  if (value === false || value === null || value === undefined) return null;
  if (type === 'many2one' && Array.isArray(value)) return { id: value[0], name: value[1] };
  if (type === 'datetime' && typeof value === 'string') return isoOf(value);
  return value;
}
