// Generated from pieces/odoo/src/operations/mark-lost.ts by `npm run nodes:generate`: change it there.
import { text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, idField, inContext } from '../common-fields';
import { oneId } from '../ids';
import { actOnLead } from '../lead-action';
import { idOf } from '../relations';

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
