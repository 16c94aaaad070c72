// Generated from pieces/odoo/src/operations/update-lead.ts by `npm run nodes:generate`: change it there.
import { text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, idField, inContext } from '../common-fields';
import { oneId } from '../ids';
import { LEAD, LEAD_FIELDS } from '../models';
import { recordOf } from '../records';
import { leadFields, leadValues } from './upsert-lead';

export const updateLead = operation({
  name: 'update_lead',
  label: 'Update lead',
  help: 'Changes what is given and leaves the rest. Safe to repeat.',
  group: 'Lead',
  idempotent: true,
  fields: {
    id: idField,
    name: text('Title', { help: 'What it is about.' }),
    ...leadFields,
    ...contextFields,
  },
  run: async (client: OdooClient, { id, ...input }) => {
    const lead = oneId(id, 'id');
    const { company, language, ...given } = input;
    const odoo = await inContext(client, { company, language });
    // A flow whose values are all empty has nothing to change.
    const values = await leadValues(odoo, given);
    if (Object.keys(values).length > 0) await odoo.write(LEAD, [lead], values);
    return recordOf(odoo, LEAD, lead, LEAD_FIELDS);
  },
});
