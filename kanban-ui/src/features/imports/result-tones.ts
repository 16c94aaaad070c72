import type { RowResult } from '@pebble/contract/imports';
import type { ChipTone } from '../../ui/chip.tsx';

/** What went well, what is worth a look, and what went wrong. */
export const RESULT_TONES: Record<RowResult, ChipTone> = {
  accepted: 'ok',
  duplicate: 'none',
  rejected: 'warn',
  error: 'danger',
  would_accept: 'ok',
  would_create: 'ok',
  would_append: 'ok',
  would_reopen: 'ok',
  would_ignore: 'none',
  would_fail: 'danger',
};
