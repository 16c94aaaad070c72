import type { MailFeed } from '@pebble/contract/mail-feeds';
import { texts } from '../../messages/connections.ts';
import { Chip } from '../../ui/chip.tsx';

const words = texts.feed;
const TONES = { off: 'none', waiting: 'warn', reading: 'ok', failing: 'danger' } as const;
const PUSH_TONES = { off: 'none', waiting: 'none', active: 'ok', failing: 'warn' } as const;

/** How a mailbox is read, whether the other side wakes us, and whether it only reports. */
export function FeedChips({ feed: { state, mode, push_state: push } }: { feed: MailFeed }) {
  return (
    <span className="connection-chips">
      <Chip tone={TONES[state]}>{words.states[state]}</Chip>
      {state !== 'off' && (
        <Chip tone={PUSH_TONES[push.state]}>
          {words.pushState}: {words.pushStates[push.state]}
        </Chip>
      )}
      {mode === 'shadow' && <Chip tone="accent">{words.shadow}</Chip>}
    </span>
  );
}
