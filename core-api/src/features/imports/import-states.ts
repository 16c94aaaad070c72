import type { ImportAction, ImportFormat, ImportMode, ImportState } from '@pebble/contract/imports';

/** What can be done with an import in each state. */
const ACTIONS: Record<ImportState, readonly ImportAction[]> = {
  uploaded: ['map', 'cancel'],
  mapped: ['map', 'start', 'cancel'],
  running: ['pause', 'cancel'],
  paused: ['start', 'cancel'],
  failed: ['start', 'cancel'],
  done: [],
  cancelled: [],
};

interface Situation {
  state: ImportState;
  mode: ImportMode;
  format: ImportFormat;
  file_deleted_at: Date | null;
}

/** What can be done now. A shadow run leads to another run: with the same mapping or a better one, for real or again in shadow. */
export function actionsOf({ state, mode, format, file_deleted_at }: Situation): ImportAction[] {
  const rehearsed = state === 'done' && mode === 'shadow';
  const actions: readonly ImportAction[] = rehearsed ? ['map', 'start', 'cancel'] : ACTIONS[state];
  return actions.filter((action) => {
    if (action === 'map') return !isArchive(format) && file_deleted_at === null;
    return action !== 'start' || file_deleted_at === null;
  });
}

/** A run that starts at the first row; otherwise it goes on where it stopped. */
export function beginsAnew(state: ImportState): boolean {
  return state === 'mapped' || state === 'done';
}

/** An archive of mails needs no mapping. */
export function isArchive(format: ImportFormat): format is 'mbox' | 'eml' {
  return format === 'mbox' || format === 'eml';
}
