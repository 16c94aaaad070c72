import type { Me } from '@pebble/contract/auth';
import type { Endpoint } from '@pebble/contract/endpoint';
import { createContext, use } from 'react';
import type { AbortableSend } from '../../lib/fetch-send.ts';
import type { Session } from './session.ts';

export const SessionContext = createContext<Session | null>(null);
export const MeContext = createContext<Me | null>(null);

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession outside of its provider');
  return session;
}

/** Sends with the signed-in person's token. */
export function useSend(): AbortableSend {
  return useSession().send;
}

/** The signed-in person; only below the shell, which waits for the answer. */
export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error('useMe outside of its provider');
  return me;
}

/** Whether the signed-in person's role may call an endpoint, so that nobody is offered what would be refused. */
export function useMayCall(endpoint: Pick<Endpoint, 'access'>): boolean {
  return mayCall(endpoint, useMe());
}

export function mayCall({ access }: Pick<Endpoint, 'access'>, { role }: Me): boolean {
  return access === 'public' || access.includes(role);
}
