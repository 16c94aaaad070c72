import { useQuery } from '@tanstack/react-query';
import { texts } from '../../messages/dead-letters.ts';
import { useSend } from '../session/session-context.tsx';
import { causesQuery } from '../shared/api/list-causes.ts';
import type { LetterFilter } from '../shared/operations-keys.ts';
import { AllCauses, CauseCard } from './cause-card.tsx';

/** The cause that the list is narrowed to. When none of its letters has the status any more, there is only the way back. */
export function ChosenCause({ filter, fingerprint }: { filter: LetterFilter; fingerprint: string }) {
  const { status, entityId } = filter;
  const shown = status ?? 'open';
  const { data: causes } = useQuery(causesQuery(useSend(), { status: shown, entityId }));
  const cause = causes?.find((one) => one.fingerprint === fingerprint);
  if (cause) return <CauseCard chosen cause={cause} status={shown} entityId={entityId} />;
  return (
    <p className="cause-gone">
      {texts.letter.cause} <code>{fingerprint}</code> <AllCauses />
    </p>
  );
}
