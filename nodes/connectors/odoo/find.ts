// Generated from pieces/odoo/src/find.ts by `npm run nodes:generate`: change it there.
import type { Domain, OdooClient } from './client';
import { inContext, MOST, type ContextInput } from './common-fields';
import { fieldsIn, readDomain, withStamps } from './domain';
import { recordsOf, type Readable } from './records';
import { knownFields } from './schema';
import { wholeNumber } from './whole-number';

interface FindInput extends ContextInput {
  domain?: unknown;
  limit?: number | undefined;
}

interface Finding {
  model: string;
  /** What the input's own fields ask for; a further domain from the input joins it. */
  terms: readonly Domain[];
  wanted: readonly string[];
  order: string;
}

/** Records that fit all terms and the input's own domain. */
export async function find(
  client: OdooClient,
  input: FindInput,
  { model, terms, wanted, order }: Finding,
): Promise<Readable[]> {
  const own = readDomain(input.domain);
  const limit = wholeNumber(input.limit ?? 100, 'limit', MOST);
  const odoo = await inContext(client, input);
  const schema = await knownFields(odoo, model, fieldsIn(own), 'domain');
  const domain = [...terms.flat(), ...withStamps(own, schema)];
  return recordsOf(odoo, model, { domain, wanted, order, limit });
}

/** One condition, or none when there is nothing to ask for. */
export function term(field: string, operator: string, value: unknown): Domain {
  return value === undefined || value === '' ? [] : [[field, operator, value]];
}
