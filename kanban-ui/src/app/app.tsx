import { QueryClientProvider, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useStore } from '../lib/store.ts';
import { SessionContext, useSession } from '../features/session/session-context.tsx';
import type { Session } from '../features/session/session.ts';
import { SignInPage } from '../features/session/sign-in-page.tsx';
import { Announcer } from '../ui/announcer.tsx';
import { Toasts } from '../ui/toasts.tsx';
import { SignedIn } from './signed-in.tsx';

/** The whole page, over a session and a cache that outlive every component. */
export function App({ session, client }: { session: Session; client: QueryClient }) {
  return (
    <QueryClientProvider client={client}>
      <SessionContext value={session}>
        <Gate />
        <Announcer />
        <Toasts />
      </SessionContext>
    </QueryClientProvider>
  );
}

function Gate() {
  const client = useQueryClient();
  const status = useStore(useSession().status);
  const out = status === 'signed-out' || status === 'ended';
  useEffect(() => {
    // The next person at this screen may belong to another organisation.
    if (out) client.clear();
  }, [client, out]);
  return out ? <SignInPage ended={status === 'ended'} /> : <SignedIn />;
}
