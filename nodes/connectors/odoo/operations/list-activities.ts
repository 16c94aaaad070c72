// Generated from pieces/odoo/src/operations/list-activities.ts by `npm run nodes:generate`: change it there.
import { json, lookup, text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { listFields } from '../common-fields';
import { find, term } from '../find';
import { oneId } from '../ids';
import { ACTIVITY, ACTIVITY_FIELDS } from '../models';
import { idOf } from '../relations';

export const listActivities = operation({
  name: 'list_activities',
  label: 'List activities',
  help: 'What is still to be done, the most urgent first: of a record, of a person, or of all.',
  group: 'Activity',
  idempotent: true,
  fields: {
    model: lookup('Model', { help: 'Technical name, such as crm.lead.', from: 'models' }),
    id: text('Id', { help: 'Of one record of the model.' }),
    user: lookup('Person', { help: 'Id or name of a user.', from: 'users' }),
    domain: json('Further conditions', { help: 'A domain as Odoo writes it.' }),
    ...listFields,
  },
  run: async (client: OdooClient, { model, id, user, ...input }) => {
    const whose = user === undefined ? undefined : await idOf(client, 'res.users', user, 'user');
    const terms = [
      term('res_model', '=', model),
      term('res_id', '=', id ? oneId(id, 'id') : undefined),
      term('user_id', '=', whose),
    ];
    const order = 'date_deadline, id';
    return {
      activities: await find(client, input, { model: ACTIVITY, terms, wanted: ACTIVITY_FIELDS, order }),
    };
  },
});
