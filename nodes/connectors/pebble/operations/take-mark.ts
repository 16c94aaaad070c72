// Generated from pieces/pebble/src/operations/take-mark.ts by `npm run nodes:generate`: change it there.
import { text } from '../../../kit/field';
import { jobToken } from '../../../kit/job';
import { operation } from '../../../kit/operation';
import type { PebbleClient } from '../client';

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
