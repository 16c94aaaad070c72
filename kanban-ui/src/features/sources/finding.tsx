import type { Rehearsal } from '@pebble/contract/rehearsal';
import { sentence } from '../../lib/sentence.ts';
import { texts } from '../../messages/sources.ts';
import { Chip, type ChipTone } from '../../ui/chip.tsx';
import { usePlaceName } from '../shared/use-place-name.ts';

const TONES: Record<Rehearsal['outcome'], ChipTone> = {
  created: 'ok',
  appended: 'ok',
  reopened: 'ok',
  duplicate: 'none',
  ignored: 'none',
  rejected: 'danger',
  dead: 'danger',
  unknown: 'warn',
};

/** What would become of a mail, or why it was not taken, in a line or two. */
export function Finding({ rehearsal: { outcome, reason, error, board, column } }: { rehearsal: Rehearsal }) {
  const placeName = usePlaceName();
  return (
    <p className="finding">
      <Chip tone={TONES[outcome]}>{texts.reports.outcomes[outcome]}</Chip>
      {board !== null && column !== null && <span>{placeName(board, column)}</span>}
      {reason !== null && <span>{sentence(reason)}</span>}
      {error && <span>{texts.reports.failed(error.error_class, error.message)}</span>}
    </p>
  );
}
