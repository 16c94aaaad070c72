// Generated from pieces/odoo/src/lines.ts by `npm run nodes:generate`: change it there.
import { InputError } from '../../kit/errors';
import type { OdooClient, Values } from './client';
import { isObject } from './reply';
import { presentFields } from './schema';
import { writable } from './values';

export const LINES_HELP =
  'A list such as [{"product": "Hex bolt M12", "quantity": 40, "price": 0.46, "discount": 5, "description": "…"}]. Product by id or name; further values by technical name.';

/**
 * Lines of an order or an invoice as commands that put them in the place of whatever lines are there: running it twice ends in the
 * same lines.
 */
export async function lineCommands(
  odoo: OdooClient,
  model: string,
  given: unknown,
  quantity: string,
): Promise<unknown[]> {
  if (!Array.isArray(given) || given.length === 0 || !given.every(isObject)) {
    throw new InputError('Field "lines" must be a list of lines, at least one', 'lines');
  }
  // Renamed from one version to the next.
  const { tax_ids } = await presentFields(odoo, model, ['tax_id', 'tax_ids']);
  const columns: Readonly<Record<string, string>> = {
    ...{ product: 'product_id', description: 'name', quantity, price: 'price_unit', discount: 'discount' },
    taxes: tax_ids ? 'tax_ids' : 'tax_id',
  };
  const commands: unknown[] = [[5, 0, 0]];
  for (const line of given as Values[]) {
    const named = Object.entries(line).map(([name, value]) => [
      Object.hasOwn(columns, name) ? columns[name] : name,
      value,
    ]);
    commands.push([0, 0, await writable(odoo, model, Object.fromEntries(named) as Values, 'lines')]);
  }
  return commands;
}
