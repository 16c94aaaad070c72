import type { PollTrigger } from '@pebble/kit/trigger';
import type { Graph } from '../client.ts';
import { readDelta } from './delta.ts';
import { placeOf, SAMPLE_REF, triggerFields } from './fields.ts';
import { pushOf } from './push.ts';

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
