// Generated from pieces/odoo/src/operations/find-leads.ts by `npm run nodes:generate`: change it there.
import { choice, json, lookup, text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { Domain, OdooClient } from '../client';
import { listFields } from '../common-fields';
import { find, term } from '../find';
import { LEAD, LEAD_FIELDS } from '../models';
import { idOf } from '../relations';

/** Lost is archived in Odoo, and won is a stage that counts as such; both hold in all versions. */
const STATES: Readonly<Record<string, Domain>> = {
  open: [
    ['active', '=', true],
    ['stage_id.is_won', '=', false],
  ],
  won: [
    ['active', '=', true],
    ['stage_id.is_won', '=', true],
  ],
  lost: [
    ['active', '=', false],
    ['probability', '=', 0],
  ],
  any: [['active', 'in', [true, false]]],
};

export const findLeads = operation({
  name: 'find_leads',
  label: 'Find leads',
  help: 'Finds leads and opportunities, the one that was changed last first.',
  group: 'Lead',
  idempotent: true,
  fields: {
    email: text('E-mail', { help: 'Of the contact, upper or lower case.' }),
    name: text('Title', { help: 'A part of it.' }),
    stage: lookup('Stage', { help: 'Id or name.', from: 'stages' }),
    state: choice('State', {
      help: 'Open ones when left out.',
      choices: { open: 'Open', won: 'Won', lost: 'Lost', any: 'Any' },
      default: 'open',
    }),
    domain: json('Further conditions', { help: 'A domain as Odoo writes it.' }),
    ...listFields,
  },
  run: async (client: OdooClient, { email, name, stage, state = 'open', ...input }) => {
    const stageId = stage === undefined ? undefined : await idOf(client, 'crm.stage', stage, 'stage');
    const terms = [
      STATES[state] ?? [],
      term('email_normalized', '=', email?.trim().toLowerCase()),
      term('name', 'ilike', name),
      term('stage_id', '=', stageId),
    ];
    const order = 'write_date desc, id desc';
    return { leads: await find(client, input, { model: LEAD, terms, wanted: LEAD_FIELDS, order }) };
  },
});
