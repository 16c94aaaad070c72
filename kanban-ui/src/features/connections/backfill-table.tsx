import { cancelFeedBackfill, type FeedBackfill } from '@pebble/contract/feed-backfills';
import { useState } from 'react';
import { mediumTime } from '../../lib/relative-time.ts';
import { texts } from '../../messages/connections.ts';
import { number } from '../../messages/words.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Table } from '../../ui/table.tsx';
import { useMayCall } from '../session/session-context.tsx';
import { requestBackfill, requestBackfillEnd } from './api/feeds.ts';
import { useConnectionChange } from './use-connection-change.ts';

const words = texts.backfill;
/** Of a preview: what a rehearsal said. What it will say one day, nobody knows yet. */
const OUTCOMES: Readonly<Record<string, string>> = words.outcomes;
const TONES = { listing: 'accent', working: 'accent', done: 'ok', cancelled: 'none' } as const;

export function BackfillTable({ backfills }: { backfills: readonly FeedBackfill[] }) {
  return (
    <Table caption={words.caption} head={HEAD}>
      {backfills.map((one) => (
        <tr role="row" key={one.id}>
          <td role="cell">
            {rangeOf(one)}
            <span className="table-sub">{words.kinds[one.preview ? 'preview' : 'run']}</span>
          </td>
          <td role="cell" data-label={words.found}>
            {words.foundOf(one.found, one.known, one.here_already, one.new)}
          </td>
          <td role="cell" className="connection-state">
            <Chip tone={TONES[one.state]}>{words.states[one.state]}</Chip>
            <span className="table-sub">{resultOf(one)}</span>
            {one.last_error !== null && <span className="table-sub">{one.last_error}</span>}
            <Acts one={one} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

const HEAD = (
  <>
    <th scope="col">{words.range}</th>
    <th scope="col">{words.found}</th>
    <th scope="col">{words.result}</th>
  </>
);

function rangeOf({ from, to }: FeedBackfill): string {
  return `${mediumTime(from)} – ${mediumTime(to)}`;
}

function resultOf({ sample, progress }: FeedBackfill): string {
  if (progress) {
    const lost = progress.refused + progress.gone + progress.given_up;
    return words.progressOf(progress.waiting, progress.taken, lost);
  }
  if (!sample || sample.rehearsed === 0) return '';
  const outcomes = Object.entries(sample.outcomes).map(
    ([outcome, n]) => `${number(n)} ${OUTCOMES[outcome] ?? outcome}`,
  );
  return `${words.sampleOf(sample.rehearsed)} ${outcomes.join(', ')}`;
}

function Acts({ one }: { one: FeedBackfill }) {
  const [asking, setAsking] = useState(false);
  const may = useMayCall(cancelFeedBackfill);
  const end = useConnectionChange(requestBackfillEnd, () => announce(words.cancelled));
  const run = useConnectionChange(
    (send, { feed_id, from, to }: FeedBackfill) =>
      requestBackfill(send, feed_id, { from, to, preview: false }),
    () => {
      setAsking(false);
      announce(words.begun.run);
    },
  );
  if (!may) return null;
  const busy = one.state === 'listing' || one.state === 'working';
  return (
    <div className="connection-buttons">
      {busy && (
        <Button aria-disabled={end.isPending} onClick={() => end.isPending || end.mutate(one)}>
          {end.isPending ? texts.busy : words.cancel}
        </Button>
      )}
      {one.preview && one.state === 'done' && one.new > 0 && (
        <Button onClick={() => setAsking(true)}>{words.run}</Button>
      )}
      <FailureNote title={words.cancelFailed} error={end.error} />
      {asking && (
        <ConfirmDialog
          title={words.runTitle(rangeOf(one))}
          act={words.runAct}
          busyAct={texts.busy}
          busy={run.isPending}
          error={run.error}
          onConfirm={() => run.mutate(one)}
          onClose={() => setAsking(false)}
        >
          <p className="dialog-text">{words.runLead(one.new)}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}
