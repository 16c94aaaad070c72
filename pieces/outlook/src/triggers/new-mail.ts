import type { PollTrigger } from '@pebble/kit/trigger';
import type { Graph } from '../client.ts';
import { readDelta } from './delta.ts';
import { placeOf, SAMPLE_REF, triggerFields } from './fields.ts';
import { pushOf } from './push.ts';

export const newMail: PollTrigger<Graph> = {
  type: 'poll',
  name: 'new_mail',
  label: 'New mail',
  help: 'A mail has come into a folder, by delivery or because somebody moved it there.',
  fields: triggerFields,
  sample: SAMPLE_REF,
  async poll(graph, cursor, { input, since }) {
    const { mails, ...rest } = await readDelta(graph, cursor, { ...placeOf(input), of: 'created', since });
    // The immutable id alone: a mail that is read out again is the same mail, whatever has happened to it.
    const byId = new Map(mails.map((mail) => [mail.id, mail]));
    return { items: [...byId.values()].map((mail) => ({ dedupeKey: mail.id, data: mail })), ...rest };
  },
  push: pushOf('created'),
};
