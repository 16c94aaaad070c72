// Generated from pieces/odoo/src/records.ts by `npm run nodes:generate`: change it there.
import { NotFoundError } from '../../kit/errors';
import type { Domain, OdooClient, Row } from './client';
import { presentFields } from './schema';
import { readable } from './values';

export type Readable = Record<string, unknown> & { id: number };

/** One record as the flow sees it, with those of the fields that this Odoo has. */
export async function recordOf(
  odoo: OdooClient,
  model: string,
  id: number,
  wanted: readonly string[],
): Promise<Readable> {
  const schema = await presentFields(odoo, model, wanted);
  const [row] = await odoo.read(model, [id], Object.keys(schema));
  if (!row) throw new NotFoundError('Odoo has no such record, or no longer');
  return readable(row, schema);
}

export interface Search {
  domain: Domain;
  wanted: readonly string[];
  order?: string | undefined;
  limit: number;
}

/** Records for the flow, at most `limit`. */
export async function recordsOf(
  odoo: OdooClient,
  model: string,
  { domain, wanted, order, limit }: Search,
): Promise<Readable[]> {
  const schema = await presentFields(odoo, model, wanted);
  const rows = await searchPages(odoo, { model, domain, fields: Object.keys(schema), order, limit });
  return rows.map((row) => readable(row, schema));
}

const PAGE = 500;

interface Paged {
  model: string;
  domain: Domain;
  fields: readonly string[];
  order?: string | undefined;
  limit: number;
  offset?: number;
}

/** Page by page until there is enough, or no more. */
export async function searchPages(odoo: OdooClient, { limit, offset = 0, order, ...search }: Paged) {
  const rows: Row[] = [];
  const stable = stableOrder(order, limit);
  while (rows.length < limit) {
    const size = Math.min(PAGE, limit - rows.length);
    const page = await odoo.search({ ...search, order: stable, limit: size, offset: offset + rows.length });
    rows.push(...page);
    if (page.length < size) break;
  }
  return rows;
}

// Rows that are equal in the order may come in another one with the next page: then one is left out and another comes twice.
function stableOrder(order: string | undefined, limit: number): string | undefined {
  if (!order) return limit > PAGE ? 'id' : undefined;
  return /\bid\b/.test(order) ? order : `${order}, id`;
}
