// Generated from pieces/odoo/src/operations/complete-activity.ts by `npm run nodes:generate`: change it there.
import { longText } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, idField, inContext } from '../common-fields';
import { oneId } from '../ids';
import { ACTIVITY } from '../models';

export const completeActivity = operation({
  name: 'complete_activity',
  label: 'Complete activity',
  help: 'Marks an activity as done, with what came of it. One that is gone already is done; safe to repeat.',
  group: 'Activity',
  idempotent: true,
  fields: {
    id: idField,
    feedback: longText('Feedback', { help: 'Goes into the conversation of the record, as plain text.' }),
    ...contextFields,
  },
  run: async (client: OdooClient, { id, feedback, ...input }) => {
    const activity = oneId(id, 'id');
    const odoo = await inContext(client, input);
    // Odoo deletes what is done, so that a repeat after a cut line would look like a failure.
    const open = await odoo.count(ACTIVITY, [['id', '=', activity]]);
    const args = feedback ? { feedback } : {};
    if (open > 0) await odoo.call(ACTIVITY, 'action_feedback', { ids: [activity], args });
    return { id: activity, done: true };
  },
});
