import type { InboundState } from '@pebble/contract/ingestion';
import { texts } from '../../messages/mails.ts';
import { Chip, type ChipTone } from '../../ui/chip.tsx';

const TONES: Record<InboundState, ChipTone> = {
  accepted: 'warn',
  processing: 'accent',
  done: 'ok',
  duplicate: 'none',
  ignored: 'none',
  dead: 'danger',
};

export function OutcomeChip({ state }: { state: InboundState }) {
  return <Chip tone={TONES[state]}>{texts.states[state]}</Chip>;
}
