import { CANARY_STEPS, type Redrive } from '@pebble/contract/redrives';

export interface Stage {
  /** Mails that belong to it. */
  size: number;
  /** True for the one that holds whatever the canaries left. */
  others: boolean;
  state: 'done' | 'now' | 'stopped' | 'ahead';
}

/** The steps of a redrive, as far as it has mails for them: one, ten, all others. */
export function stagesOf({ total, step, state }: Redrive): Stage[] {
  let left = total;
  const sizes = [...CANARY_STEPS, Infinity].map((most) => {
    const size = Math.min(most, left);
    left -= size;
    return size;
  });
  return sizes
    .map((size, at) => ({
      size,
      others: at === CANARY_STEPS.length,
      state: state === 'finished' || at + 1 < step ? ('done' as const) : stateOf(at + 1 === step, state),
    }))
    .filter(({ size }) => size > 0);
}

function stateOf(current: boolean, state: Redrive['state']): Stage['state'] {
  if (!current) return 'ahead';
  return state === 'running' ? 'now' : 'stopped';
}
