import type { SyncErrorCause, SyncErrorSelection, SyncErrorStatus } from '@pebble/contract/dead-letters';
import { useId } from 'react';
import { operationsHash } from '../../lib/operations-route.ts';
import { useOperationsRoute } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/dead-letters.ts';
import { sentence } from '../../lib/sentence.ts';
import { Chip } from '../../ui/chip.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useMe } from '../session/session-context.tsx';
import { Acts } from './acts.tsx';
import './cause-card.css';

interface CauseCardProps {
  cause: SyncErrorCause;
  status: SyncErrorStatus;
  /** The one entity that the count is of. */
  entityId: string | null;
  /** True where its letters are listed below. */
  chosen?: boolean;
}

/** A cause in plain words, how many mails it touches, and what can be done with all of them. */
export function CauseCard({ cause, status, entityId, chosen = false }: CauseCardProps) {
  const titleId = useId();
  const { failed, touches, todo } = cause.explanation;
  const { fingerprint, count } = cause;
  const selection: SyncErrorSelection = {
    filter: { fingerprint, ...(entityId === null ? {} : { entity_id: entityId }) },
  };
  return (
    <article className="cause" aria-labelledby={titleId}>
      <header className="cause-head">
        <p className="cause-count" data-open={status === 'open' || undefined}>
          {texts.causes.count(count)}
        </p>
        <h2 className="cause-title" id={titleId}>
          {sentence(failed)}
        </h2>
      </header>
      <p>{touches}</p>
      <dl className="cause-todo">
        <dt>{texts.causes.todo}</dt>
        <dd>{sentence(todo)}</dd>
      </dl>
      <p className="cause-message" title={texts.causes.message}>
        {cause.message}
      </p>
      <CauseFacts cause={cause} />
      <footer className="cause-acts">
        {status === 'open' && <Acts selection={selection} count={count} whole />}
        {chosen ? <AllCauses /> : <ShowLetters fingerprint={fingerprint} />}
      </footer>
    </article>
  );
}

function CauseFacts({ cause }: { cause: SyncErrorCause }) {
  const several = useMe().entities.length > 1;
  return (
    <ul className="cause-facts">
      <li>
        <Chip>{cause.error_class}</Chip>
      </li>
      {cause.step !== null && (
        <li>
          {texts.causes.step} <b>{cause.step}</b>
        </li>
      )}
      <li>
        {texts.causes.first} <TimeAgo instant={cause.first_died_at} />
      </li>
      <li>
        {texts.causes.last} <TimeAgo instant={cause.last_died_at} />
      </li>
      {several && <li>{texts.causes.entities(cause.entities.map(({ name }) => name))}</li>}
    </ul>
  );
}

function ShowLetters({ fingerprint }: { fingerprint: string }) {
  const query = useOperationsRoute()?.query;
  return (
    <a
      className="button button-plain"
      href={operationsHash('dead-letters', [], { ...query, cause: fingerprint })}
    >
      {texts.causes.show}
    </a>
  );
}

export function AllCauses() {
  const query = useOperationsRoute()?.query;
  return (
    <a
      className="button button-plain"
      href={operationsHash('dead-letters', [], { status: query?.['status'], entity: query?.['entity'] })}
    >
      {texts.causes.showAll}
    </a>
  );
}
