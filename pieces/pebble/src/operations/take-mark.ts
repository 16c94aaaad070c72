import { text } from '@pebble/kit/field';
import { jobToken } from '@pebble/kit/job';
import { operation } from '@pebble/kit/operation';
import type { PebbleClient } from '../client.ts';

export const takeMark = operation({
  name: 'take_mark',
  label: 'Do once',
  help: 'Says `first` to one run for this mail and to no other. Put it before a step that must not be repeated, such as writing an answer.',
  idempotent: false,
  fields: {
    job_token: jobToken,
    name: text('Name', {
      help: 'What is to be done once, such as reply; at most 100 characters.',
      required: true,
    }),
  },
  run: (pebble: PebbleClient, { job_token, name }) => pebble(job_token).takeMark({ name }),
});
