// Generated from pieces/odoo/src/operations/get-lead.ts by `npm run nodes:generate`: change it there.
import { NotFoundError } from '../../../kit/errors';
import { choice, text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, inContext } from '../common-fields';
import { findByKey } from '../external-id';
import { oneId } from '../ids';
import { LEAD, LEAD_FIELDS } from '../models';
import { recordOf } from '../records';

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
