import type { Auth, Credential } from './auth.ts';
import { ConnectorError, UpstreamError } from './errors.ts';
import type { Http, HttpRequest, HttpResponse } from './http.ts';
import type { KeptSession, Session, SessionRecipe, SessionSlot } from './session.ts';

interface Parts {
  auth: Auth;
  credential: Credential;
  http: Http;
  session?: SessionSlot | undefined;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** A session ends this long before the vendor says so: the request has a way to go, and clocks differ. A short one ends at its half. */
const MARGIN_MS = 60_000;

/** Sign-ins that are under way, so that many requests that find no session ask for one together. */
const underWay = new WeakMap<SessionSlot, Promise<KeptSession>>();

/** An Http port that adds the credential, fetches the session it needs, and once a fresh one when the vendor has forgotten it. */
export function authorised(parts: Parts): Http {
  const { auth } = parts;
  const slot = parts.session ?? memorySlot();
  const send = silently(parts.http);
  return async (request) => {
    if (request.bare) return send(bare(request));
    if (!auth.session || parts.credential['access_token'] !== undefined)
      return send(auth.authorize(request, parts.credential));
    const { session, fresh } = await sessionOf(parts, slot, send);
    const answer = await withSession(auth, parts, session, request, send);
    if (answer.status !== 401 || fresh) return answer;
    // A request that was turned away at the door has done nothing, so it may go again whatever its method.
    await expire(slot, session);
    const renewed = await sessionOf(parts, slot, send);
    return withSession(auth, parts, renewed.session, request, send);
  };
}

// Unless somebody else has fetched a new one meanwhile. Kept as expired and not forgotten: it may hold the next refresh token.
async function expire(slot: SessionSlot, used: KeptSession): Promise<void> {
  const kept = await slot.get();
  const same = JSON.stringify(kept?.values) === JSON.stringify(used.values);
  // Whoever signs in at this moment is about to keep the next one; it must not be written over.
  if (kept && same && !underWay.has(slot)) await slot.set({ ...kept, until: 0 });
}

function withSession(
  auth: Auth,
  { credential }: Parts,
  session: KeptSession,
  request: HttpRequest,
  send: Http,
): Promise<HttpResponse> {
  return send(auth.authorize(request, { ...credential, ...session.replaces, ...session.values }));
}

async function sessionOf(
  parts: Parts,
  slot: SessionSlot,
  send: Http,
): Promise<{ session: KeptSession; fresh: boolean }> {
  const kept = await slot.get();
  if (kept && (kept.until === null || parts.now() < kept.until)) return { session: kept, fresh: false };
  const waiting = underWay.get(slot);
  if (waiting) return { session: await waiting, fresh: true };
  const fetching = signIn(parts, kept, slot, send);
  underWay.set(slot, fetching);
  try {
    return { session: await fetching, fresh: true };
  } finally {
    underWay.delete(slot);
  }
}

async function signIn(
  { auth, credential, now }: Parts,
  kept: KeptSession | null,
  slot: SessionSlot,
  send: Http,
): Promise<KeptSession> {
  const recipe = auth.session;
  if (!recipe) throw new UpstreamError('There is no session to fetch');
  const asked = now();
  const session = await takeSteps(recipe, { ...credential, ...kept?.replaces }, send);
  const until = session.expiresIn === null ? null : asked + usableMs(session.expiresIn);
  const replaces = session.replaces ?? kept?.replaces;
  const signedIn = { ...session, until, ...(replaces ? { replaces } : {}) };
  await slot.set(signedIn);
  return signedIn;
}

async function takeSteps(recipe: SessionRecipe, credential: Credential, send: Http): Promise<Session> {
  let session = recipe.read(await send(recipe.request(credential)), {});
  for (;;) {
    const next = recipe.next?.(credential, session.values) ?? null;
    if (!next) return session;
    const { values } = session;
    const further = recipe.read(await send(next), values);
    session = { ...further, values: { ...values, ...further.values } };
  }
}

function usableMs(seconds: number): number {
  return Math.max(seconds * 500, seconds * 1000 - MARGIN_MS);
}

// Only over TLS, except to where this very machine listens, which is what tests and twins do.
function bare(request: HttpRequest): HttpRequest {
  if (/^(https:|http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$))/.test(request.url)) return request;
  throw new UpstreamError('A link without TLS was not followed');
}

function silently(http: Http): Http {
  return async (request) => {
    try {
      return await http(request);
    } catch (error) {
      if (error instanceof ConnectorError) throw error;
      // Without the cause: a transport's message may hold the URL or the body.
      throw new UpstreamError('No answer from the other side');
    }
  };
}

/** For a host that keeps nothing: good for one call of the connector. */
function memorySlot(): SessionSlot {
  let kept: KeptSession | null = null;
  return {
    get: async () => kept,
    set: async (session) => {
      kept = session;
    },
  };
}
