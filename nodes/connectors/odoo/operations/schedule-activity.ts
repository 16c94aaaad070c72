// Generated from pieces/odoo/src/operations/schedule-activity.ts by `npm run nodes:generate`: change it there.
import { longText, lookup, text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import { readIds, type OdooClient } from '../client';
import { contextFields, idField, inContext, modelField } from '../common-fields';
import { htmlOf } from '../html';
import { oneId } from '../ids';
import { ACTIVITY, ACTIVITY_FIELDS } from '../models';
import { recordOf } from '../records';
import { idOf } from '../relations';

export const scheduleActivity = operation({
  name: 'schedule_activity',
  label: 'Schedule activity',
  help: 'Puts something to do on a record, with a day and a person. A repeat schedules it again.',
  group: 'Activity',
  idempotent: false,
  fields: {
    model: modelField,
    id: idField,
    summary: text('Summary', { help: 'What is to be done, in a few words.', required: true }),
    deadline: text('Due', { help: 'A date, such as 2026-03-31. Today when left out.' }),
    user: lookup('Person', {
      help: 'Id or name of a user; the account itself when left out.',
      from: 'users',
    }),
    type: text('Type', { help: 'Id or name, such as Call. To-do when left out.' }),
    note: longText('Note', { help: 'Plain text, or HTML that begins with a tag.' }),
    ...contextFields,
  },
  run: async (client: OdooClient, { model, id, summary, deadline, user, type, note, ...input }) => {
    const record = oneId(id, 'id');
    const odoo = await inContext(client, input);
    const args = {
      // Without a type of ours Odoo takes its own.
      ...(type
        ? { activity_type_id: await idOf(odoo, 'mail.activity.type', type, 'type') }
        : { act_type_xmlid: 'mail.mail_activity_data_todo' }),
      ...(deadline ? { date_deadline: deadline.slice(0, 10) } : {}),
      ...(user ? { user_id: await idOf(odoo, 'res.users', user, 'user') } : {}),
      ...(note ? { note: htmlOf(note) } : {}),
      summary,
    };
    const made = await odoo.call(model, 'activity_schedule', { ids: [record], args });
    const [activity = 0] = readIds(typeof made === 'number' ? [made] : made);
    return recordOf(odoo, ACTIVITY, activity, ACTIVITY_FIELDS);
  },
});
