import { operation } from '@pebble/kit/operation';
import type { OdooClient } from '../client.ts';
import { contextFields, idField, inContext } from '../common-fields.ts';
import { oneId } from '../ids.ts';
import { actOnLead } from '../lead-action.ts';

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
