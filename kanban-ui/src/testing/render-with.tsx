import type { Me } from '@pebble/contract/auth';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, type RenderResult } from '@testing-library/react';
import type { ReactNode } from 'react';
import { MeContext, SessionContext } from '../features/session/session-context.tsx';
import type { Session } from '../features/session/session.ts';
import type { AbortableSend } from '../lib/fetch-send.ts';
import { createStore } from '../lib/store.ts';
import { Announcer } from '../ui/announcer.tsx';
import { toasts } from '../ui/toast-store.ts';
import { Toasts } from '../ui/toasts.tsx';
import { fillBrowserGaps } from './browser-gaps.ts';
import { me } from './factories.ts';

/** A session that is signed in and whose token never expires. */
export function fakeSession(send: AbortableSend): Session {
  return {
    status: createStore('signed-in'),
    send,
    accessToken: () => Promise.resolve('token'),
    renew: () => Promise.resolve('token'),
    signIn: () => Promise.resolve(),
    signOut: () => Promise.resolve(),
    restore: () => Promise.resolve(),
  };
}

export function testClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Infinity, networkMode: 'always' } },
  });
}

interface World {
  send: AbortableSend;
  person?: Me;
  client?: QueryClient;
}

/** Renders a part of the signed-in app over a fake server, with toasts and announcements. */
export function renderWith(
  children: ReactNode,
  { send, person = me(), client = testClient() }: World,
): RenderResult {
  cleanup();
  fillBrowserGaps();
  toasts.set([]);
  return render(
    <QueryClientProvider client={client}>
      <SessionContext value={fakeSession(send)}>
        <MeContext value={person}>{children}</MeContext>
        <Announcer />
        <Toasts />
      </SessionContext>
    </QueryClientProvider>,
  );
}
