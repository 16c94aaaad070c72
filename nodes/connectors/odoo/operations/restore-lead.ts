// Generated from pieces/odoo/src/operations/restore-lead.ts by `npm run nodes:generate`: change it there.
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, idField, inContext } from '../common-fields';
import { oneId } from '../ids';
import { actOnLead } from '../lead-action';

export const restoreLead = operation({
  name: 'restore_lead',
  label: 'Restore lead',
  help: 'Takes a lost or archived lead back into the pipeline. Safe to repeat.',
  group: 'Lead',
  idempotent: true,
  fields: { id: idField, ...contextFields },
  run: async (client: OdooClient, { id, ...input }) =>
    actOnLead(await inContext(client, input), oneId(id, 'id'), 'action_unarchive'),
});
