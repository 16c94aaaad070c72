// Generated from pieces/pebble/src/operations/report-run.ts by `npm run nodes:generate`: change it there.
import { choice, longText, text } from '../../../kit/field';
import { jobToken } from '../../../kit/job';
import { operation } from '../../../kit/operation';
import type { PebbleClient } from '../client';

export const reportRun = operation({
  name: 'report_run',
  label: 'Report run',
  help: 'Says how the run ended. The last step of each way through a flow; without it Pebble waits in vain and tries the mail again. Safe to repeat.',
  group: 'Run',
  idempotent: true,
  fields: {
    job_token: jobToken,
    status: choice('Status', {
      help: 'How the run ended.',
      required: true,
      choices: { succeeded: 'Succeeded', failed: 'Failed' },
    }),
    error: longText('Error', {
      help: 'What went wrong, in plain words, at most 500 characters. No mail text.',
    }),
    run_id: text('Run', { help: 'What this engine calls the run, to find it again.' }),
  },
  run: (pebble: PebbleClient, { job_token, ...report }) => pebble(job_token).reportRun(report),
});
