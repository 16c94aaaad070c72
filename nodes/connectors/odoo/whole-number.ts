// Generated from pieces/odoo/src/whole-number.ts by `npm run nodes:generate`: change it there.
import { InputError } from '../../kit/errors';

/** A number from input that is whole and from 0 to `most`. */
export function wholeNumber(given: number, field: string, most = Number.MAX_SAFE_INTEGER): number {
  if (Number.isSafeInteger(given) && given >= 0 && given <= most) return given;
  throw new InputError(
    `Field "${field}" must be a whole number${most < Number.MAX_SAFE_INTEGER ? ` up to ${most}` : ', not negative'}`,
    field,
  );
}
