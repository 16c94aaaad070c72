import type { Reply } from '@pebble/contract/endpoint';
import { InboundState } from '@pebble/contract/ingestion';
import type { countMails } from '@pebble/contract/mails';
import { NoiseKind } from '@pebble/contract/noise';
import { operationsHash, type OperationsRoute } from '../../lib/operations-route.ts';
import { texts } from '../../messages/mails.ts';
import { number } from '../../messages/words.ts';
import { useScrollToCurrent } from '../../ui/use-scroll-to-current.ts';
import type { MailFilter } from '../shared/operations-keys.ts';
import './mail-outcomes.css';

type Counts = Reply<typeof countMails>;

interface MailOutcomesProps {
  filter: MailFilter;
  query: OperationsRoute['query'];
  /** Undefined while they are not known, and where nothing is counted. */
  counts: Counts | undefined;
}

/** How many mails came to what end, each a filter; and for ignored mail, for what reason. */
export function MailOutcomes({ filter, query, counts }: MailOutcomesProps) {
  const to = (change: Record<string, string | undefined>): string =>
    operationsHash('mails', [], { ...query, state: undefined, noise_kind: undefined, ...change });
  const kinds = NoiseKind.options.filter(
    (kind) => !counts || counts.noise[kind] > 0 || kind === filter.noiseKind,
  );
  const states = useScrollToCurrent(filter.state);
  const reasons = useScrollToCurrent(filter.noiseKind);
  return (
    <div className="outcomes">
      <nav ref={states} aria-label={texts.outcomes}>
        <Outcome
          name={texts.everyOutcome}
          href={to({})}
          current={filter.state === null}
          count={counts && sum(counts)}
        />
        {InboundState.options.map((state) => (
          <Outcome
            key={state}
            name={texts.states[state]}
            href={to({ state })}
            current={filter.state === state}
            count={counts?.states[state]}
            warn={state === 'dead'}
          />
        ))}
      </nav>
      {filter.state === 'ignored' && kinds.length > 0 && (
        <nav ref={reasons} aria-label={texts.reasons}>
          <Outcome
            name={texts.everyReason}
            href={to({ state: 'ignored' })}
            current={filter.noiseKind === null}
          />
          {kinds.map((kind) => (
            <Outcome
              key={kind}
              name={texts.kinds[kind]}
              href={to({ noise_kind: kind })}
              current={filter.noiseKind === kind}
              count={counts?.noise[kind]}
            />
          ))}
        </nav>
      )}
      {counts && <Refused counts={counts} />}
    </div>
  );
}

interface OutcomeProps {
  name: string;
  href: string;
  current: boolean;
  count?: number | undefined;
  /** True for what somebody should look at, when there is any. */
  warn?: boolean;
}

function Outcome({ name, href, current, count, warn = false }: OutcomeProps) {
  return (
    <a
      className="outcome"
      href={href}
      aria-current={current || undefined}
      data-warn={(warn && count !== undefined && count > 0) || undefined}
    >
      {count === undefined ? (
        name
      ) : (
        <>
          {`${name} `}
          <span className="outcome-count">{number(count)}</span>
        </>
      )}
    </a>
  );
}

/** What never came in, so that nobody looks for it here. */
function Refused({ counts: { refused } }: { counts: Counts }) {
  if (refused === null || refused === 0) return null;
  return (
    <p className="outcomes-note">
      {texts.refused(refused)}{' '}
      <a className="text-link" href={operationsHash('senders', [], { list: 'refused' })}>
        {texts.refusedLink}
      </a>
    </p>
  );
}

function sum({ states }: Counts): number {
  return Object.values(states).reduce((all, mails) => all + mails, 0);
}
