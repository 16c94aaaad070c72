// Generated from pieces/dlq/src/operations/report-failure.ts by `npm run nodes:generate`: change it there.
import { longText, text } from '../../../kit/field';
import { jobToken } from '../../../kit/job';
import { operation } from '../../../kit/operation';
import type { DlqClient } from '../client';

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
