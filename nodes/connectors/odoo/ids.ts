// Generated from pieces/odoo/src/ids.ts by `npm run nodes:generate`: change it there.
import { InputError } from '../../kit/errors';

/** A database id from input. Throws InputError that names the field. */
export function oneId(given: unknown, field: string): number {
  const id = typeof given === 'number' ? given : /^\s*\d+\s*$/.test(String(given)) ? Number(given) : NaN;
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw new InputError(`Field "${field}" must be the id of a record, a whole number`, field);
}

export function idsOf(given: readonly unknown[], field: string): number[] {
  return given.map((one) => oneId(one, field));
}
