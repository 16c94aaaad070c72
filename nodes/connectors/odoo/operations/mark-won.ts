// Generated from pieces/odoo/src/operations/mark-won.ts by `npm run nodes:generate`: change it there.
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, idField, inContext } from '../common-fields';
import { oneId } from '../ids';
import { actOnLead } from '../lead-action';

export const markWon = operation({
  name: 'mark_won',
  label: 'Mark lead won',
  help: 'Moves a lead to the next stage that counts as won, with a probability of 100. Safe to repeat.',
  group: 'Lead',
  idempotent: true,
  fields: { id: idField, ...contextFields },
  run: async (client: OdooClient, { id, ...input }) =>
    actOnLead(await inContext(client, input), oneId(id, 'id'), 'action_set_won'),
});
