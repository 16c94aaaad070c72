import type { MailAccount } from '@pebble/contract/mail-accounts';
import { texts } from '../../messages/sources.ts';
import { Chip } from '../../ui/chip.tsx';

const TONES = { off: 'none', waiting: 'warn', connected: 'ok', failing: 'danger' } as const;

/** How a mail account is doing, and whether it only reports. */
export function AccountChips({ account: { state, mode } }: { account: MailAccount }) {
  return (
    <span className="door-chips">
      <Chip tone={TONES[state]}>{texts.account.states[state]}</Chip>
      {mode === 'shadow' && <Chip tone="accent">{texts.modes.shadow}</Chip>}
    </span>
  );
}
