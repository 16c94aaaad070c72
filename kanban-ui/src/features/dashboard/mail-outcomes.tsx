import { InboundState } from '@pebble/contract/ingestion';
import { NoiseKind } from '@pebble/contract/noise';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { operationsHash } from '../../lib/operations-route.ts';
import { texts } from '../../messages/dashboard.ts';
import { mailStates, noiseKinds } from '../../messages/mail-kinds.ts';
import { ErrorState, Skeleton } from '../../ui/state.tsx';
import { useSend } from '../session/session-context.tsx';
import { mailCountsQuery, USUAL_PERIOD, type Period } from '../shared/api/count-mails.ts';
import { BarList, type Bar } from './bar-list.tsx';
import { mailsIn } from './mails-in.ts';
import { Panel } from './panel.tsx';

const TONES: Record<InboundState, Bar['tone']> = {
  accepted: 'warn',
  processing: 'normal',
  done: 'ok',
  duplicate: 'muted',
  ignored: 'muted',
  dead: 'danger',
};

/** What became of the mails of a period, and what the ignored ones were. */
export function MailOutcomes({ period }: { period: Period }) {
  const counts = useQuery({ ...mailCountsQuery(useSend(), period), placeholderData: keepPreviousData });
  if (counts.isPending) return <Skeleton width="100%" height="220px" />;
  if (!counts.data) return <ErrorState error={counts.error} onRetry={() => void counts.refetch()} />;
  const { states, noise } = counts.data;
  // The list begins with the usual period, and counts what is counted here.
  const listed = period === USUAL_PERIOD ? {} : { period };
  const dead = operationsHash('dead-letters', [], { view: 'list', status: 'all' });
  const outcomes = InboundState.options.map((state): Bar => ({
    key: state,
    name: mailStates[state],
    count: states[state],
    href: state === 'dead' ? dead : operationsHash('mails', [], { state, ...listed }),
    tone: TONES[state],
  }));
  const kinds = NoiseKind.options
    .filter((kind) => noise[kind] > 0)
    .toSorted((a, b) => noise[b] - noise[a])
    .map((kind): Bar => ({
      key: kind,
      name: noiseKinds[kind],
      count: noise[kind],
      href: operationsHash('mails', [], { noise_kind: kind, ...listed }),
      tone: kind === 'loop' ? 'warn' : 'muted',
    }));
  const ignored = Object.values(noise).reduce((sum, mails) => sum + mails, 0);
  return (
    <div className="panels" aria-busy={counts.isPlaceholderData}>
      <Panel title={texts.states} note={texts.total(mailsIn(counts.data))}>
        <BarList bars={outcomes} />
      </Panel>
      <Panel title={texts.noise} note={texts.total(ignored)}>
        {kinds.length === 0 ? <p className="panel-note">{texts.noNoise}</p> : <BarList bars={kinds} />}
      </Panel>
    </div>
  );
}
