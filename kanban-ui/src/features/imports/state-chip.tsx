import type { Import, ImportState } from '@pebble/contract/imports';
import { texts } from '../../messages/imports.ts';
import { Chip, type ChipTone } from '../../ui/chip.tsx';

const TONES: Record<ImportState, ChipTone> = {
  uploaded: 'warn',
  mapped: 'accent',
  running: 'accent',
  paused: 'warn',
  done: 'ok',
  failed: 'danger',
  cancelled: 'none',
};

/** Where an import is, and whether it is only a rehearsal. */
export function StateChip({ one }: { one: Import }) {
  const { state, mode } = one;
  return (
    <span className="import-chips">
      <Chip tone={TONES[state]}>{stateWord(one)}</Chip>
      {mode === 'shadow' && state !== 'done' && <Chip>{texts.shadow}</Chip>}
    </span>
  );
}

export function stateWord({ state, mode, waiting }: Import): string {
  if (state === 'done' && mode === 'shadow') return texts.tried;
  return waiting ? texts.waiting : texts.states[state];
}
