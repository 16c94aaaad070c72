import { NotFoundError } from '@pebble/kit/errors';
import { choice, text } from '@pebble/kit/field';
import { operation } from '@pebble/kit/operation';
import type { OdooClient } from '../client.ts';
import { contextFields, inContext } from '../common-fields.ts';
import { findByKey } from '../external-id.ts';
import { oneId } from '../ids.ts';
import { LEAD, LEAD_FIELDS } from '../models.ts';
import { recordOf } from '../records.ts';

export const getLead = operation({
  name: 'get_lead',
  label: 'Get lead',
  help: 'Reads one lead by its id, or by the key that it was written under.',
  group: 'Lead',
  idempotent: true,
  fields: {
    id: text('Id or key', {
      help: 'Id of the lead in Odoo, or the key of "Create or update lead".',
      required: true,
    }),
    by: choice('Is', {
      help: 'Which of the two it is.',
      choices: { id: 'The id', key: 'The key' },
      default: 'id',
    }),
    ...contextFields,
  },
  run: async (client: OdooClient, { id, by = 'id', ...input }) => {
    const given = by === 'id' ? oneId(id, 'id') : null;
    const odoo = await inContext(client, input);
    const found = given ?? (await findByKey(odoo, LEAD, id));
    if (found === null) throw new NotFoundError('Odoo has no lead under this key');
    return recordOf(odoo, LEAD, found, LEAD_FIELDS);
  },
});
