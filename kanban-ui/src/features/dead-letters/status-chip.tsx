import type { SyncErrorStatus } from '@pebble/contract/dead-letters';
import { texts } from '../../messages/dead-letters.ts';
import { Chip } from '../../ui/chip.tsx';

const TONES = { open: 'warn', redriven: 'accent', resolved: 'ok', discarded: 'none' } as const;

export function StatusChip({ status }: { status: SyncErrorStatus }) {
  return <Chip tone={TONES[status]}>{texts.statuses[status]}</Chip>;
}
