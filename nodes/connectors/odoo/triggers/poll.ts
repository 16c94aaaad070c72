// Generated from pieces/odoo/src/triggers/poll.ts by `npm run nodes:generate`: change it there.
import { json } from '../../../kit/field';
import type { Item, PollContext, PollCursor, PollResult, PollTrigger } from '../../../kit/trigger';
import type { OdooClient, Row, Schema } from '../client';
import { contextFields, fieldsField, inContext, modelField } from '../common-fields';
import { fieldsIn, readDomain, withStamps } from '../domain';
import { presentFields, knownFields } from '../schema';
import { isoOf } from '../stamp';
import { readable } from '../values';
import { nextPage, positionOf, stampIn, type StampField } from './changes';
import { push } from './push';

export const triggerFields = {
  model: modelField,
  domain: json('Domain', {
    help: 'Only records that fit these conditions, e.g. [["type", "=", "opportunity"]].',
  }),
  fields: fieldsField,
  ...contextFields,
};

const USUAL = ['display_name', 'create_date', 'write_date'];

type Named = Pick<PollTrigger<OdooClient>, 'name' | 'label' | 'help' | 'sample'>;

/** A trigger that looks for records by one of their stamps. */
export function recordTrigger(named: Named, stamp: StampField): PollTrigger<OdooClient> {
  return {
    ...named,
    type: 'poll',
    fields: triggerFields,
    poll: (client, cursor, context) => poll(client, cursor, context, stamp),
    push,
  };
}

async function poll(
  client: OdooClient,
  cursor: PollCursor,
  { input, since }: PollContext,
  stamp: StampField,
): Promise<PollResult> {
  const model = String(input['model']);
  const domain = readDomain(input['domain']);
  const given = (input['fields'] as string[] | undefined) ?? [];
  const wanted = [...new Set([...(given.length > 0 ? given : USUAL), stamp])];
  // To be archived is a change like any other.
  const odoo = (await inContext(client, input)).with({ active_test: false });
  // Wrong names are told once, at the beginning; later a field may be gone, which must not stop the others.
  const names = [...wanted, ...fieldsIn(domain)];
  const schema = await (cursor === null
    ? knownFields(odoo, model, names, 'fields')
    : presentFields(odoo, model, names));
  const fields = wanted.filter((name) => Object.hasOwn(schema, name) || USUAL.includes(name));
  const { rows, next } = await nextPage(
    odoo,
    { model, stamp, domain: withStamps(domain, schema), fields, since },
    positionOf(cursor, since),
  );
  const items = rows.map((row) => itemOf(model, row, schema, stamp));
  return { items, cursor: { ...next }, ...(next.at ? { more: true } : {}) };
}

function itemOf(model: string, row: Row, schema: Schema, stamp: StampField): Item {
  const at = stampIn(row, stamp);
  // A record is created once, and updated often.
  const dedupeKey = stamp === 'create_date' ? `${model}:${row.id}` : `${model}:${row.id}:${at}`;
  return { dedupeKey, data: { model, id: row.id, changed_at: isoOf(at), record: readable(row, schema) } };
}
