// Generated from pieces/odoo/src/operations/list-stages.ts by `npm run nodes:generate`: change it there.
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, inContext } from '../common-fields';
import { recordsOf } from '../records';

export const listStages = operation({
  name: 'list_stages',
  label: 'List stages',
  help: 'The stages of the pipeline in their order, and which of them count as won.',
  group: 'Lead',
  idempotent: true,
  fields: contextFields,
  run: async (client: OdooClient, input) => {
    const wanted = ['name', 'sequence', 'is_won', 'fold'];
    const stages = { domain: [], wanted, order: 'sequence, id', limit: 500 };
    return { stages: await recordsOf(await inContext(client, input), 'crm.stage', stages) };
  },
});
