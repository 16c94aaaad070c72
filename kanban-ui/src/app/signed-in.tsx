import { listBoards } from '@pebble/contract/boards';
import { useQuery } from '@tanstack/react-query';
import { LockKeyhole } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { t } from '../messages.ts';
import { meQuery } from '../features/session/api/me.ts';
import { mayCall, MeContext, useSend } from '../features/session/session-context.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { ErrorState, State } from '../ui/state.tsx';
import { Shell } from './shell.tsx';

// Fetched at once but apart: the sign-in page need not wait for what comes after it.
const boardArea = import('./board-area.tsx');
const BoardArea = lazy(async () => ({ default: (await boardArea).BoardArea }));

/** What a signed-in person sees: the shell at once, its content when it is known who they are. */
export function SignedIn() {
  const me = useQuery(meQuery(useSend()));
  if (me.isError) {
    return (
      <Shell me={null}>
        <ErrorState heading="h1" error={me.error} onRetry={() => void me.refetch()} />
      </Shell>
    );
  }
  if (!me.data) return <Shell me={null}>{null}</Shell>;
  return (
    <MeContext value={me.data}>
      {mayCall(listBoards, me.data) ? (
        <ErrorBoundary area="boards">
          <Suspense fallback={<Shell me={me.data}>{null}</Shell>}>
            <BoardArea />
          </Suspense>
        </ErrorBoundary>
      ) : (
        <Shell me={me.data}>
          <State
            icon={<LockKeyhole size={28} aria-hidden />}
            heading="h1"
            title={t.app.noBoards}
            text={t.app.noBoardsHint(me.data.role)}
          />
        </Shell>
      )}
    </MeContext>
  );
}
