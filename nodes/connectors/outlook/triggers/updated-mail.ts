// Generated from pieces/outlook/src/triggers/updated-mail.ts by `npm run nodes:generate`: change it there.
import type { PollTrigger } from '../../../kit/trigger';
import type { Graph } from '../client';
import { readDelta } from './delta';
import { placeOf, SAMPLE_REF, triggerFields } from './fields';
import { pushOf } from './push';

export const updatedMail: PollTrigger<Graph> = {
  type: 'poll',
  name: 'updated_mail',
  label: 'Updated mail',
  help: 'A mail of a folder is new, or was read, flagged, categorised or changed otherwise. The first poll reads through the folder.',
  fields: triggerFields,
  sample: SAMPLE_REF,
  async poll(graph, cursor, { input, since }) {
    const { mails, ...rest } = await readDelta(graph, cursor, { ...placeOf(input), of: 'changed', since });
    return {
      items: mails.map((mail) => ({ dedupeKey: `${mail.id}@${mail.change_key}`, data: mail })),
      ...rest,
    };
  },
  push: pushOf('created,updated'),
};
