// Generated from pieces/odoo/src/schema.ts by `npm run nodes:generate`: change it there.
import { InputError } from '../../kit/errors';
import type { OdooClient, Schema } from './client';
import { nearest } from './names';

/** Fields that every model has and that need no asking. */
const ALWAYS = new Set(['id', 'display_name', 'create_date', 'write_date', 'create_uid', 'write_uid']);

/**
 * What Odoo says of these fields. An unknown one fails the whole call over there, with an error that looks like a defect of the server;
 * here it is an InputError that names it and the likeliest names of what exists.
 */
export async function knownFields(
  odoo: OdooClient,
  model: string,
  wanted: readonly string[],
  input: string | null = null,
): Promise<Schema> {
  const names = [...new Set(wanted)];
  if (names.length === 0) return {};
  const schema = await odoo.fields(model, names);
  const unknown = names.filter((name) => !Object.hasOwn(schema, name) && !ALWAYS.has(name));
  if (unknown.length === 0) return schema;
  const all = Object.keys(await odoo.fields(model));
  const told = unknown.slice(0, 5).map((name) => {
    const near = nearest(name, all);
    return `"${name.slice(0, 60)}"${near.length > 0 ? ` (there is ${near.join(', ')})` : ''}`;
  });
  throw new InputError(`Odoo's model has no field ${told.join(', ')}`, input);
}

/** Those of the fields that this version and its modules have. */
export async function presentFields(
  odoo: OdooClient,
  model: string,
  wanted: readonly string[],
): Promise<Schema> {
  return odoo.fields(model, [...new Set(wanted)]);
}
