// Generated from pieces/odoo/src/relations.ts by `npm run nodes:generate`: change it there.
import { InputError } from '../../kit/errors';
import { oddly, type OdooClient } from './client';

/** The id of a record that is given by id or by name. A name must fit one record only, or be the whole name of exactly one. */
export async function idOf(odoo: OdooClient, model: string, given: unknown, field: string): Promise<number> {
  const number = typeof given === 'number' ? given : /^\s*\d+\s*$/.test(String(given)) ? Number(given) : NaN;
  if (Number.isSafeInteger(number) && number > 0) return number;
  const name = typeof given === 'string' ? given.trim() : '';
  if (name === '') throw new InputError(`Field "${field}" must be an id or a name`, field);
  const found = await pairs(odoo, model, name);
  const whole = found.filter(([, label]) => label.toLowerCase() === name.toLowerCase());
  const fitting = whole.length > 0 ? whole : found;
  const [only] = fitting;
  if (!only) throw new InputError(`Field "${field}": Odoo knows nothing of this name`, field);
  if (fitting.length > 1) {
    throw new InputError(`Field "${field}": Odoo has more than one of this name; give the id`, field);
  }
  return only[0];
}

async function pairs(odoo: OdooClient, model: string, name: string): Promise<[number, string][]> {
  const args = { name, operator: 'ilike', limit: 100 };
  const found = await odoo.call(model, 'name_search', { args, effect: 'read' });
  return readPairs(found);
}

export function readPairs(found: unknown): [number, string][] {
  const fits = (pair: unknown) =>
    Array.isArray(pair) && typeof pair[0] === 'number' && typeof pair[1] === 'string';
  if (!Array.isArray(found) || !found.every(fits)) return oddly('names');
  return found as [number, string][];
}
