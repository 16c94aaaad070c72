import { choice, text } from '@pebble/kit/field';
import { jobToken } from '@pebble/kit/job';
import { operation } from '@pebble/kit/operation';
import type { PebbleClient } from '../client.ts';

export const endMail = operation({
  name: 'end_mail',
  label: 'End mail without a card',
  help: 'Ends this mail, because it is a duplicate or to be ignored. Safe to repeat.',
  group: 'Mail',
  idempotent: true,
  fields: {
    job_token: jobToken,
    state: choice('State', {
      help: 'Why there will be no card.',
      required: true,
      choices: { duplicate: 'Duplicate', ignored: 'Ignored' },
    }),
    reason: text('Reason', {
      help: 'In plain words, for people to read; at most 500 characters.',
      required: true,
    }),
  },
  run: (pebble: PebbleClient, { job_token, ...end }) => pebble(job_token).endMail(end),
});
