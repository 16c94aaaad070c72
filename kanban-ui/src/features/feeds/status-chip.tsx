import { texts } from '../../messages/receipts.ts';
import { Chip } from '../../ui/chip.tsx';
import type { OneReceipt } from './api/receipts.ts';

const TONES = { complete: 'ok', pending: 'accent', gap: 'danger', doubled: 'warn' } as const;

export function StatusChip({ status }: Pick<OneReceipt, 'status'>) {
  return <Chip tone={TONES[status]}>{texts.statuses[status]}</Chip>;
}
