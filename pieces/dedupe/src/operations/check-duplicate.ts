import { jobToken } from '@pebble/kit/job';
import { operation } from '@pebble/kit/operation';
import type { DedupeClient } from '../client.ts';

export const checkDuplicate = operation({
  name: 'check_duplicate',
  label: 'Check for duplicate',
  help: 'Takes the one effect of this mail and says `new`, or `duplicate` when an earlier copy has it. Safe to repeat.',
  idempotent: true,
  fields: { job_token: jobToken },
  run: (register: DedupeClient, { job_token }) => register(job_token).claim(),
});
