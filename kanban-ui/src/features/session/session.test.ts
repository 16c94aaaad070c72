import { listBoards } from '@pebble/contract/boards';
import { call } from '@pebble/contract/client';
import { beforeEach, describe, expect, it } from 'vitest';
import { board, tokenPair } from '../../testing/factories.ts';
import { fakeServer, NO_ANSWER, type Handler } from '../../testing/fake-server.ts';
import type { RefreshTokens } from './refresh-token.ts';
import { createSession, type Session } from './session.ts';

const BOARDS = { items: [board()], next_cursor: null };

/** A server whose access tokens are `access-1`, `access-2`, …; only those in `valid` are accepted. */
function world(handlers: Record<string, Handler> = {}) {
  const valid = new Set<string>();
  let issued = 0;
  const issue = () => {
    const pair = tokenPair(++issued);
    valid.add(pair.access);
    return pair;
  };
  const server = fakeServer({
    signIn: issue,
    refreshToken: issue,
    signOut: () => ({}),
    listBoards: ({ token }) => (token !== null && valid.has(token) ? BOARDS : { refuse: 'unauthenticated' }),
    ...handlers,
  });
  let stored: string | null = null;
  const tokens: RefreshTokens = { read: () => stored, write: (token) => (stored = token) };
  const named = (name: string) => server.calls.filter((one) => one.endpoint === name);
  return { valid, server, tokens, session: () => createSession(server.send, tokens), named };
}

const ask = (session: Session) => call(session.send, listBoards, {});

describe('a session', () => {
  let at: ReturnType<typeof world>;
  let session: Session;
  beforeEach(async () => {
    at = world();
    session = at.session();
    await session.signIn('ada@buyer.example', 'secret');
  });

  it('sends the access token and keeps only the refresh token outside of memory', async () => {
    await ask(session);
    expect(at.named('listBoards').map((one) => one.token)).toEqual(['access-1']);
    expect(at.tokens.read()).toBe('refresh-1');
  });

  it('refreshes once, however many requests are refused at the same time', async () => {
    at.valid.clear();
    await Promise.all([ask(session), ask(session), ask(session), session.renew('access-1')]);
    expect(at.named('refreshToken')).toHaveLength(1);
    expect(at.named('listBoards').map((one) => one.token)).toEqual([
      ...['access-1', 'access-1', 'access-1'],
      ...['access-2', 'access-2', 'access-2'],
    ]);
  });

  it('tries a refused request once more and not for ever', async () => {
    at = world({ listBoards: () => ({ refuse: 'unauthenticated' }) });
    session = at.session();
    await session.signIn('ada@buyer.example', 'secret');
    await expect(ask(session)).rejects.toMatchObject({ status: 401 });
    expect(at.named('listBoards')).toHaveLength(2);
  });

  it('does not refresh again for a request that was refused before the refresh came back', async () => {
    at.valid.clear();
    await ask(session);
    await expect(session.renew('access-1')).resolves.toBe('access-2');
    expect(at.named('refreshToken')).toHaveLength(1);
  });

  it('forgets everything at sign-out, even when the server does not answer', async () => {
    at = world({ signOut: () => NO_ANSWER });
    session = at.session();
    await session.signIn('ada@buyer.example', 'secret');
    await session.signOut();
    expect(session.status.get()).toBe('signed-out');
    expect(at.tokens.read()).toBeNull();
  });
});

describe('the end of a session', () => {
  it('comes when the server rejects the refresh token', async () => {
    const at = world({ refreshToken: () => ({ refuse: 'refresh_rejected' }) });
    const session = at.session();
    await session.signIn('ada@buyer.example', 'secret');
    at.valid.clear();
    await expect(ask(session)).rejects.toMatchObject({ status: 401 });
    expect(session.status.get()).toBe('ended');
    expect(at.tokens.read()).toBeNull();
  });

  it('does not come from a lost network', async () => {
    const at = world({ refreshToken: () => NO_ANSWER });
    const session = at.session();
    await session.signIn('ada@buyer.example', 'secret');
    at.valid.clear();
    await expect(ask(session)).rejects.toMatchObject({ name: 'NetworkError' });
    expect(session.status.get()).toBe('signed-in');
    expect(at.tokens.read()).toBe('refresh-1');
  });
});

describe('after sign-out', () => {
  it('nothing is asked any more, and the session does not count as ended', async () => {
    const at = world();
    const session = at.session();
    await session.signIn('ada@buyer.example', 'secret');
    await session.signOut();
    await expect(ask(session)).rejects.toMatchObject({ name: 'SignedOutError' });
    expect(session.status.get()).toBe('signed-out');
    expect(at.named('refreshToken')).toEqual([]);
  });

  it('a refresh that comes back late does not sign in again', async () => {
    const late = Promise.withResolvers<unknown>();
    const at = world({ refreshToken: () => late.promise });
    at.tokens.write('refresh-0');
    const session = at.session();
    const restored = session.restore();
    at.tokens.write(null);
    session.status.set('signed-out');
    late.resolve(tokenPair(7));
    await restored;
    expect(session.status.get()).toBe('signed-out');
    expect(at.tokens.read()).toBeNull();
  });
});

describe('a reload of the tab', () => {
  it('takes the session up again by its refresh token', async () => {
    const at = world();
    at.tokens.write('refresh-0');
    const session = at.session();
    expect(session.status.get()).toBe('restoring');
    await session.restore();
    expect(session.status.get()).toBe('signed-in');
    expect(at.named('refreshToken')[0]?.body).toEqual({ refresh: 'refresh-0' });
  });

  it('asks to sign in when there is nothing to take up', async () => {
    const at = world();
    const session = at.session();
    await session.restore();
    expect(session.status.get()).toBe('signed-out');
    expect(at.server.calls).toEqual([]);
  });

  it('keeps the session when the server does not answer', async () => {
    const at = world({ refreshToken: () => NO_ANSWER });
    at.tokens.write('refresh-0');
    const session = at.session();
    await session.restore();
    expect(session.status.get()).toBe('signed-in');
    expect(at.tokens.read()).toBe('refresh-0');
  });
});

describe('an access token that is about to expire', () => {
  it('is renewed before it is used', async () => {
    const at = world({ signIn: () => tokenPair(90, 5) });
    const session = at.session();
    await session.signIn('ada@buyer.example', 'secret');
    await ask(session);
    expect(at.named('listBoards').map((one) => one.token)).toEqual(['access-1']);
  });
});
