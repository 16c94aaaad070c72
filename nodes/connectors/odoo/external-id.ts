// Generated from pieces/odoo/src/external-id.ts by `npm run nodes:generate`: change it there.
import { AuthError, InputError, UpstreamError } from '../../kit/errors';
import { oddly, type OdooClient, type Schema, type Values } from './client';
import { isObject } from './reply';
import { knownFields } from './schema';

/** The module name under which external ids of ours stand in Odoo. */
export const MODULE = '__pebble__';

/**
 * The external id of a caller's key: the same key always gives the same one, and two keys never share one. What is neither letter,
 * digit nor hyphen is written as `_` and two hex digits, because a dot would end the module's name.
 */
export function externalName(model: string, key: string): string {
  const escaped = encodeURIComponent(key.toWellFormed()).replace(
    /[^A-Za-z0-9%-]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `${model.replaceAll('.', '_')}__${escaped.replaceAll('%', '_').replace(/_([0-9A-F]{2})/g, (code) => code.toLowerCase())}`;
}

/** The record that was made under this key; null when there is none. */
export async function findByKey(odoo: OdooClient, model: string, key: string): Promise<number | null> {
  const domain = [
    ['module', '=', MODULE],
    ['name', '=', externalName(model, key)],
    ['model', '=', model],
  ];
  const [row] = await odoo.search({ model: 'ir.model.data', domain, fields: ['res_id'], limit: 1 });
  const id = row?.['res_id'];
  if (typeof id !== 'number') return null;
  // The external id may outlive its record.
  const rows = await odoo.with({ active_test: false }).count(model, [['id', '=', id]]);
  return rows > 0 ? id : null;
}

/**
 * Creates the record of this key, or updates it. `load` writes record and external id in one transaction, and the database lets an
 * external id exist once, so that neither a repeat nor a race makes a second record. Values are those that `writable` gives.
 */
export async function upsertByKey(
  odoo: OdooClient,
  model: string,
  key: string,
  values: Values,
): Promise<number> {
  const schema = await knownFields(odoo, model, Object.keys(values));
  const id = `${MODULE}.${externalName(model, key)}`;
  const fields = ['id', ...Object.keys(values).map((name) => columnOf(name, schema))];
  const data = [[id, ...Object.entries(values).map(([name, value]) => cellOf(name, schema, value))]];
  // Instants in a cell are read in the time zone of the context.
  const loader = odoo.with({ tz: 'UTC' });
  const load = () =>
    loader.call(model, 'load', {
      args: { fields, data },
      effect: 'repeatable',
      // Within this process one after the other; between processes the database decides.
      lane: { key: `odoo ${id}`, concurrency: 1 },
    });
  const first = readLoaded(await load());
  if (first.id !== null) return first.id;
  // Refused, and yet there: somebody else made it in this very moment, so that this time it is an update.
  const second = (await findByKey(odoo, model, key)) === null ? first : readLoaded(await load());
  if (second.id !== null) return second.id;
  throw refusal(second, schema);
}

interface Loaded {
  id: number | null;
  /** `load` catches every failure of a row, those that pass too, and tells them as text. */
  contended: boolean;
}

/** Of a model that the account may neither create nor write, Odoo describes every field as read-only. */
function refusal({ contended }: Loaded, schema: Schema): Error {
  if (contended)
    return new UpstreamError('Odoo was busy with the same records; the same call can succeed later');
  const closed = Object.values(schema).every(({ readonly }) => readonly === true);
  if (closed)
    return new AuthError('Odoo refused: the account may neither create nor change records of this model');
  return new InputError(
    'Odoo refused the record: a value breaks a rule of the model, or the account lacks a right',
  );
}

const RELATIONS = ['many2one', 'many2many'];

// `.id`: the cell holds database ids, not names.
function columnOf(name: string, schema: Schema): string {
  return RELATIONS.includes(schema[name]?.type ?? '') ? `${name}/.id` : name;
}

function cellOf(name: string, schema: Schema, value: unknown): string {
  if (schema[name]?.type === 'boolean') return value === true ? '1' : '0';
  if (value === false) return '';
  if (schema[name]?.type === 'many2many' && isReplacement(value)) return value[0][2].join(',');
  if (typeof value !== 'object') return String(value);
  // New lines would be added once more with every repeat.
  throw new InputError(`Field "${name}" cannot be given together with a key`, name);
}

function isReplacement(value: unknown): value is [[6, 0, number[]]] {
  const [command, ...others] = Array.isArray(value) ? (value as unknown[]) : [];
  return Array.isArray(command) && command[0] === 6 && Array.isArray(command[2]) && others.length === 0;
}

// In the words of the database, which are not translated.
const CONTENTION = /could not serialize|deadlock detected|could not obtain lock/i;

function readLoaded(reply: unknown): Loaded {
  if (!isObject(reply)) return oddly('what was loaded');
  const { ids, messages } = reply;
  if (!ids) return { id: null, contended: CONTENTION.test(JSON.stringify(messages ?? '')) };
  const [id, ...others] = Array.isArray(ids) ? (ids as unknown[]) : [];
  if (typeof id !== 'number' || others.length > 0) return oddly('one id');
  return { id, contended: false };
}
