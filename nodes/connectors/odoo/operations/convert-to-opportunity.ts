// Generated from pieces/odoo/src/operations/convert-to-opportunity.ts by `npm run nodes:generate`: change it there.
import { NotFoundError } from '../../../kit/errors';
import { lookup } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, idField, inContext } from '../common-fields';
import { oneId } from '../ids';
import { actOnLead } from '../lead-action';
import { LEAD, LEAD_FIELDS } from '../models';
import { recordOf } from '../records';
import { idOf } from '../relations';

export const convertToOpportunity = operation({
  name: 'convert_to_opportunity',
  label: 'Convert lead to opportunity',
  help: 'Makes an opportunity of a lead. One that is an opportunity already stays as it is.',
  group: 'Lead',
  idempotent: true,
  fields: {
    id: idField,
    salesperson: lookup('Salesperson', { help: 'Id or name of a user.', from: 'users' }),
    team: lookup('Sales team', { help: 'Id or name.', from: 'teams' }),
    ...contextFields,
  },
  run: async (client: OdooClient, { id, salesperson, team, ...input }) => {
    const lead = oneId(id, 'id');
    const odoo = await inContext(client, input);
    const [now] = await odoo.read(LEAD, [lead], ['type']);
    if (!now) throw new NotFoundError('Odoo has no such record, or no longer');
    if (now['type'] === 'opportunity') return recordOf(odoo, LEAD, lead, LEAD_FIELDS);
    return actOnLead(odoo, lead, 'convert_opportunity', {
      // Takes a record and no id, so that a partner is set by "Update lead".
      partner: false,
      ...(salesperson ? { user_ids: [await idOf(odoo, 'res.users', salesperson, 'salesperson')] } : {}),
      ...(team ? { team_id: await idOf(odoo, 'crm.team', team, 'team') } : {}),
    });
  },
});
