import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { meQuery } from '../features/session/api/me.ts';
import { MeContext, useSend } from '../features/session/session-context.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { ErrorState } from '../ui/state.tsx';
import { Shell } from './shell.tsx';

// Fetched at once but apart: the sign-in page need not wait for what comes after it.
const workspace = import('./workspace.tsx');
const Workspace = lazy(async () => ({ default: (await workspace).Workspace }));

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
      <ErrorBoundary area="workspace">
        <Suspense fallback={<Shell me={me.data}>{null}</Shell>}>
          <Workspace />
        </Suspense>
      </ErrorBoundary>
    </MeContext>
  );
}
