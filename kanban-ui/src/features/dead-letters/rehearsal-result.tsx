import type { Board } from '@pebble/contract/boards';
import type { Rehearsal } from '@pebble/contract/rehearsal';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleX, Info } from 'lucide-react';
import { formatHash } from '../../lib/route.ts';
import { sentence } from '../../lib/sentence.ts';
import { texts } from '../../messages/dead-letters.ts';
import { useSend } from '../session/session-context.tsx';
import { boardsQuery } from '../shared/api/list-boards.ts';
import { columnName } from '../shared/legal-moves.ts';

const words = texts.rehearsal;

interface RehearsalResultProps {
  rehearsal: Rehearsal;
  /** Which form of the mail it was; null where there is only one. */
  of: string | null;
  /** True when something has changed since. */
  stale: boolean;
}

/** What would become of the mail, in a sentence. */
export function RehearsalResult({ rehearsal, of, stale }: RehearsalResultProps) {
  const { data: boards } = useQuery(boardsQuery(useSend()));
  const { outcome, reason, error, board, card_id: card, steps, flow, not_sent: held } = rehearsal;
  const tone = TONES[outcome];
  const Icon = ICONS[tone];
  return (
    <div className="rehearsal-result" data-tone={tone} data-stale={stale || undefined}>
      <Icon size={17} aria-hidden />
      <div>
        <p className="rehearsal-outcome">
          {of !== null && <span className="rehearsal-of">{of}: </span>}
          {outcomeWords(rehearsal, boards)}
        </p>
        {reason !== null && <p>{sentence(reason)}</p>}
        {error && <p className="rehearsal-error">{`${error.error_class}: ${error.message}`}</p>}
        {held.length > 0 && <p>{words.notSent([...new Set(held.map(({ host }) => host))])}</p>}
        {card !== null && board !== null && (
          <p>
            <a className="text-link" href={formatHash({ board, cardId: card, text: '', entity: null })}>
              {words.showCard}
            </a>
          </p>
        )}
        {flow && (
          <p className="rehearsal-steps">
            {words.flow(flow.flow_id, flow.version)}
            {steps.length > 0 &&
              `: ${steps.map(({ step, status }) => `${step} ${words.stepStates[status]}`).join(', ')}`}
          </p>
        )}
        {stale && <p className="rehearsal-steps">{words.stale}</p>}
      </div>
    </div>
  );
}

type Tone = 'good' | 'bad' | 'note';

const ICONS = { good: CircleCheck, bad: CircleX, note: Info };
const TONES: Record<Rehearsal['outcome'], Tone> = {
  created: 'good',
  appended: 'good',
  reopened: 'good',
  duplicate: 'note',
  ignored: 'note',
  rejected: 'bad',
  dead: 'bad',
  unknown: 'note',
};

function outcomeWords({ outcome, board, column, error }: Rehearsal, boards: Board[] | undefined): string {
  if (outcome === 'dead') return words.dead(error?.step ?? null);
  if (outcome !== 'created' && outcome !== 'appended' && outcome !== 'reopened') return words[outcome];
  if (board === null || column === null) return words[outcome](words.somewhere);
  const found = boards?.find((one) => one.key === board);
  return words[outcome](words.place(found?.name ?? board, columnName(found, column)));
}
