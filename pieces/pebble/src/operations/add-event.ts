import { json, text } from '@pebble/kit/field';
import { jobToken } from '@pebble/kit/job';
import { operation } from '@pebble/kit/operation';
import type { PebbleClient } from '../client.ts';

export const addEvent = operation({
  name: 'add_event',
  label: 'Add event',
  help: 'Writes a note into the event log of this mail and of its card. Repeating it repeats the note.',
  group: 'Mail',
  idempotent: false,
  fields: {
    job_token: jobToken,
    text: text('Text', { help: 'What to write, at most 2000 characters.', required: true }),
    data: json('Data', {
      help: 'Values to keep with the note, as an object. No secrets: people read the log.',
    }),
  },
  run: (pebble: PebbleClient, { job_token, text: note, data = {} }) => {
    // The log keeps an object; a list becomes one under a name.
    return pebble(job_token).addNote({ text: note, data: Array.isArray(data) ? { items: data } : data });
  },
});
