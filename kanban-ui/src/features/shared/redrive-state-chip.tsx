import type { RedriveState } from '@pebble/contract/redrives';
import { texts } from '../../messages/redrives.ts';
import { Chip } from '../../ui/chip.tsx';

const TONES = { running: 'accent', stopping: 'warn', stopped: 'danger', finished: 'ok' } as const;

export function RedriveStateChip({ state }: { state: RedriveState }) {
  return <Chip tone={TONES[state]}>{texts.states[state]}</Chip>;
}
