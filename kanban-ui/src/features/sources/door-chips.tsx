import type { DoorMode } from '@pebble/contract/door-values';
import { texts } from '../../messages/sources.ts';
import { Chip } from '../../ui/chip.tsx';

/** Whether a door is open, and whether it only reports. */
export function DoorChips({ mode, enabled }: { mode: DoorMode; enabled: boolean }) {
  return (
    <span className="door-chips">
      <Chip tone={enabled ? 'ok' : 'none'}>{enabled ? texts.on : texts.off}</Chip>
      {mode === 'shadow' && <Chip tone="accent">{texts.modes.shadow}</Chip>}
    </span>
  );
}
