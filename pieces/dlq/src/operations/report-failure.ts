import { longText, text } from '@pebble/kit/field';
import { jobToken } from '@pebble/kit/job';
import { operation } from '@pebble/kit/operation';
import type { DlqClient } from '../client.ts';

export const reportFailure = operation({
  name: 'report_failure',
  label: 'Report failure',
  help: 'Says that a step failed. Pebble tries the mail again, and after the last attempt keeps it as a dead letter.',
  idempotent: true,
  fields: {
    job_token: jobToken,
    step: text('Step', { help: 'Name of the step that failed.', required: true }),
    reason: longText('Reason', { help: 'What went wrong, in plain words. No mail text.', required: true }),
  },
  run: (dlq: DlqClient, { job_token, ...failure }) => dlq(job_token).reportFailure(failure),
});
