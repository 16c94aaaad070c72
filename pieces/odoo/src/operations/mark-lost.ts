import { text } from '@pebble/kit/field';
import { operation } from '@pebble/kit/operation';
import type { OdooClient } from '../client.ts';
import { contextFields, idField, inContext } from '../common-fields.ts';
import { oneId } from '../ids.ts';
import { actOnLead } from '../lead-action.ts';
import { idOf } from '../relations.ts';

export const markLost = operation({
  name: 'mark_lost',
  label: 'Mark lead lost',
  help: 'Archives a lead as lost, with a reason. "Restore lead" takes it back. Safe to repeat.',
  group: 'Lead',
  idempotent: true,
  fields: {
    id: idField,
    reason: text('Reason', { help: 'Id or name of a lost reason that exists.' }),
    ...contextFields,
  },
  run: async (client: OdooClient, { id, reason, ...input }) => {
    const lead = oneId(id, 'id');
    const odoo = await inContext(client, input);
    const args = reason ? { lost_reason_id: await idOf(odoo, 'crm.lost.reason', reason, 'reason') } : {};
    return actOnLead(odoo, lead, 'action_set_lost', args);
  },
});
