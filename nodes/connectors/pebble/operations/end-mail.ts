// Generated from pieces/pebble/src/operations/end-mail.ts by `npm run nodes:generate`: change it there.
import { choice, text } from '../../../kit/field';
import { jobToken } from '../../../kit/job';
import { operation } from '../../../kit/operation';
import type { PebbleClient } from '../client';

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
