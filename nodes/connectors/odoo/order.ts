// Generated from pieces/odoo/src/order.ts by `npm run nodes:generate`: change it there.
import { InputError } from '../../kit/errors';

const PART = /^\s*([a-z]\w*)(?:\s+(asc|desc))?\s*$/i;

/** An order such as `write_date desc, id`, and the fields in it. */
export function readOrder(given: string | undefined): { text?: string; fields: string[] } {
  if (!given) return { fields: [] };
  const parts = given.split(',').map((part) => PART.exec(part));
  if (parts.some((part) => part === null)) {
    throw new InputError(
      'Field "order" must be field names, each with asc or desc behind it if you like',
      'order',
    );
  }
  return { text: given.trim(), fields: parts.map((part) => part?.[1] ?? '') };
}
