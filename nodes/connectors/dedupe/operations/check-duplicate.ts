// Generated from pieces/dedupe/src/operations/check-duplicate.ts by `npm run nodes:generate`: change it there.
import { jobToken } from '../../../kit/job';
import { operation } from '../../../kit/operation';
import type { DedupeClient } from '../client';

export const checkDuplicate = operation({
  name: 'check_duplicate',
  label: 'Check for duplicate',
  help: 'Takes the one effect of this mail and says `new`, or `duplicate` when an earlier copy has it. Safe to repeat.',
  idempotent: true,
  fields: { job_token: jobToken },
  run: (register: DedupeClient, { job_token }) => register(job_token).claim(),
});
