import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import { texts } from '../../messages/dead-letters.ts';
import { t } from '../../messages.ts';
import { ErrorState, Skeleton, State } from '../../ui/state.tsx';
import { useSend } from '../session/session-context.tsx';
import { causesQuery } from '../shared/api/list-causes.ts';
import type { LetterFilter } from '../shared/operations-keys.ts';
import { CauseCard } from './cause-card.tsx';

/** What mails died of, the most frequent first. */
export function CauseList({ filter: { status, entityId } }: { filter: LetterFilter }) {
  const shown = status ?? 'open';
  const causes = useQuery({
    ...causesQuery(useSend(), { status: shown, entityId }),
    placeholderData: keepPreviousData,
  });
  if (causes.isPending) return <CauseSkeletons />;
  if (!causes.data) return <ErrorState error={causes.error} onRetry={() => void causes.refetch()} />;
  if (causes.data.length === 0) {
    return (
      <State
        icon={<MailCheck size={28} aria-hidden />}
        title={texts.causes.none}
        text={shown === 'open' ? texts.causes.noneOpen : texts.causes.noneOther}
      />
    );
  }
  return (
    <ol className="causes" aria-label={texts.causes.label} aria-busy={causes.isPlaceholderData}>
      {causes.data.map((cause) => (
        <li key={cause.fingerprint}>
          <CauseCard cause={cause} status={shown} entityId={entityId} />
        </li>
      ))}
    </ol>
  );
}

function CauseSkeletons() {
  return (
    <div className="causes" aria-busy="true">
      <span className="visually-hidden">{t.app.loading}</span>
      <Skeleton width="100%" height="180px" />
      <Skeleton width="100%" height="180px" />
    </div>
  );
}
