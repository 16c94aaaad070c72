// Generated from pieces/odoo/src/operations/set-lead-stage.ts by `npm run nodes:generate`: change it there.
import { lookup } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, idField, inContext } from '../common-fields';
import { oneId } from '../ids';
import { LEAD, LEAD_FIELDS } from '../models';
import { recordOf } from '../records';
import { idOf } from '../relations';

export const setLeadStage = operation({
  name: 'set_lead_stage',
  label: 'Set stage of lead',
  help: 'Moves a lead to a stage of the pipeline. Safe to repeat.',
  group: 'Lead',
  idempotent: true,
  fields: {
    id: idField,
    stage: lookup('Stage', { help: 'Id or name.', from: 'stages', required: true }),
    ...contextFields,
  },
  run: async (client: OdooClient, { id, stage, ...input }) => {
    const lead = oneId(id, 'id');
    const odoo = await inContext(client, input);
    await odoo.write(LEAD, [lead], { stage_id: await idOf(odoo, 'crm.stage', stage, 'stage') });
    return recordOf(odoo, LEAD, lead, LEAD_FIELDS);
  },
});
