// Generated from pieces/pebble/src/operations/read-settings.ts by `npm run nodes:generate`: change it there.
import { jobToken } from '../../../kit/job';
import { operation } from '../../../kit/operation';
import type { PebbleClient } from '../client';

export const readSettings = operation({
  name: 'read_settings',
  label: 'Read settings',
  help: 'Reads the knobs of the running flow, as this organisation has set them.',
  group: 'Run',
  idempotent: true,
  fields: { job_token: jobToken },
  run: (pebble: PebbleClient, { job_token }) => pebble(job_token).readSettings(),
});
