import { afterEach, describe, expect, test, vi } from 'vitest';
import { startTwinServer, type TwinReply, type TwinRequest } from '../twin/twin-server.ts';
import { acmeWith, bearer, app } from './testing/acme.ts';
import { MemoryStore, pieceContext } from './testing/piece-context.ts';
import { toPiece } from './to-piece.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const end of ends.splice(0)) await end();
});

/** Acme with tasks by instant, five to a page, and hooks. */
async function acme() {
  const tasks: { id: number; at: number }[] = [];
  const hooks = new Map<string, { word: string; url: string }>();
  const side = { tasks, hooks, fails: new Set<string>(), asked: [] as string[], renewed: 0, made: 0 };
  const handle = ({ method, path, query, json }: TwinRequest): TwinReply => {
    if (path === '/token') return { status: 200, body: { access_token: 'a' } };
    if (path.startsWith('/hooks')) return hook(method, path, json);
    const from = query.get('from') ?? '';
    side.asked.push(from);
    if (side.fails.has(from)) return { status: 400, body: 'no' };
    const start = Number(from);
    const found = Number.isNaN(start) ? tasks : tasks.filter(({ at }) => at >= start);
    const page = found.slice(0, 5);
    const at = page.at(-1)?.at ?? (Number.isNaN(start) ? 0 : start);
    return { status: 200, body: { tasks: page, at, more: found.length > 5 } };
  };
  const hook = (method: string, path: string, json: unknown): TwinReply => {
    const id = path.split('/')[2] ?? '';
    if (method === 'POST') {
      hooks.set(`hook-${(side.made += 1)}`, json as { word: string; url: string });
      return { status: 200, body: { id: `hook-${side.made}` } };
    }
    if (method === 'DELETE') hooks.delete(id);
    if (method === 'PUT') {
      if (!hooks.has(id)) return { status: 404 };
      side.renewed += 1;
    }
    return { status: 200, body: [...hooks.keys()] };
  };
  const twin = await startTwinServer({ handle });
  ends.push(twin.close);
  const store = new MemoryStore();
  const auth = { type: 'CUSTOM_AUTH', props: { base_url: twin.url, token: 't0ken' } };
  const piece = toPiece(acmeWith(bearer));
  const context = (more: { payload?: unknown; board?: string } = {}) =>
    pieceContext({ auth, store, props: { board: more.board ?? 'b' }, payload: more.payload });
  const trigger = (name: string) => {
    const found = piece.getTrigger(name);
    if (!found) throw new Error(`no trigger ${name}`);
    return found;
  };
  return { side, twin, store, auth, context, trigger };
}

const ids = (runs: unknown[]) => runs.map((run) => (run as { id: number }).id);

describe('a trigger that polls', () => {
  test('asks each minute, from when it was switched on, and gives each item once', async () => {
    const { side, context, trigger } = await acme();
    const changed = trigger('task_changed');
    const on = context();
    await changed.onEnable(on);
    expect((on as { schedules: string[] }).schedules).toEqual(['* * * * *']);
    side.tasks.push({ id: 1, at: 10 }, { id: 2, at: 10 });
    expect(await changed.run(context())).toEqual([
      { id: 1, at: 10, _dedupe_key: 'task-1' },
      { id: 2, at: 10, _dedupe_key: 'task-2' },
    ]);
    expect(side.asked[0]).toMatch(/^\d{4}-.*Z$/);
    // At the very instant of the cursor.
    side.tasks.push({ id: 3, at: 10 });
    expect(ids(await changed.run(context()))).toEqual([3]);
    expect(await changed.run(context())).toEqual([]);
    expect(side.asked.slice(1)).toEqual(['10', '10']);
  });

  test('a throw keeps the cursor, and loses nothing', async () => {
    const { side, context, trigger } = await acme();
    const changed = trigger('task_changed');
    await changed.onEnable(context());
    side.tasks.push({ id: 1, at: 10 });
    await changed.run(context());
    side.tasks.push({ id: 2, at: 20 });
    side.fails.add('10');
    await expect(changed.run(context())).rejects.toThrow('"error":"InputError"');
    side.fails.clear();
    expect(ids(await changed.run(context()))).toEqual([2]);
  });

  test('pages come at once, and what came before a page that fails is kept', async () => {
    const { side, context, trigger } = await acme();
    const changed = trigger('task_changed');
    await changed.onEnable(context());
    for (let id = 1; id <= 12; id += 1) side.tasks.push({ id, at: id });
    side.fails.add('5');
    expect(ids(await changed.run(context()))).toEqual([1, 2, 3, 4, 5]);
    side.fails.clear();
    expect(ids(await changed.run(context()))).toEqual([6, 7, 8, 9, 10, 11, 12]);
  });

  test('more than fits one time comes the next time', async () => {
    const { side, context, trigger } = await acme();
    const changed = trigger('task_changed');
    await changed.onEnable(context());
    for (let id = 1; id <= 100; id += 1) side.tasks.push({ id, at: id });
    const first = ids(await changed.run(context()));
    const second = ids(await changed.run(context()));
    expect(first.length).toBeLessThan(100);
    expect([...first, ...second]).toEqual(side.tasks.map(({ id }) => id));
  });

  test('publishing anew goes on; other input, or a long rest, begins anew', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 2, 2, 9) });
    const { side, context, trigger } = await acme();
    const changed = trigger('task_changed');
    await changed.onEnable(context());
    side.tasks.push({ id: 1, at: 10 });
    await changed.run(context());
    const again = async (pauseMs: number, board = 'b') => {
      await changed.onDisable(context());
      vi.setSystemTime(Date.now() + pauseMs);
      await changed.onEnable(context({ board }));
      await changed.run(context({ board }));
      return side.asked.at(-1);
    };
    expect(await again(5_000)).toBe('10');
    expect(await again(5_000, 'other')).toBe('2026-03-02T09:00:10.000Z');
    expect(await again(3_600_000, 'other')).toBe('2026-03-02T10:00:10.000Z');
  });

  test('a test shows the last items, or the sample, and changes nothing', async () => {
    const { side, context, trigger, store } = await acme();
    const changed = trigger('task_changed');
    expect(await changed.test(context())).toEqual([{ id: 1, at: 10 }]);
    side.tasks.push({ id: 8, at: 10 });
    expect(ids(await changed.test(context()))).toEqual([8]);
    expect(store.held.size).toBe(0);
  });
});

describe('its instant sister', () => {
  const call = (word: string | undefined, body: object = { signal: 'poll' }) => ({
    ...{ headers: { 'X-Word': word }, queryParams: {}, rawBody: JSON.stringify(body) },
    body,
  });

  test('is registered with a secret of its own, and polls when it is called', async () => {
    const { side, context, trigger, store } = await acme();
    const instant = trigger('task_changed_instant');
    await instant.onEnable(context());
    const [hook] = side.hooks.values();
    expect(hook).toMatchObject({ url: 'https://activepieces.example/api/v1/webhooks/flow-1', board: 'b' });
    expect(hook?.word.length).toBeGreaterThanOrEqual(32);
    // Sealed with the credential: whoever reads the store cannot call in Acme's name.
    expect(store.readable).not.toContain(hook?.word);

    side.tasks.push({ id: 1, at: 10 });
    const found = await instant.run(context({ payload: call(hook?.word) }));
    expect(found).toEqual([{ id: 1, at: 10, _dedupe_key: 'task-1' }]);
    expect(await instant.run(context({ payload: call(hook?.word) }))).toEqual([]);
  });

  test('believes nobody else, and asks nothing for a stranger', async () => {
    const { side, context, trigger } = await acme();
    const instant = trigger('task_changed_instant');
    await instant.onEnable(context());
    const asked = side.asked.length;
    await expect(instant.run(context({ payload: call('guess') }))).rejects.toThrow('"error":"AuthError"');
    await expect(instant.run(context({ payload: call(undefined) }))).rejects.toThrow('AuthError');
    expect(side.asked).toHaveLength(asked);
  });

  test('answers the handshake at once', async () => {
    const { trigger, context } = await acme();
    const payload = { headers: {}, queryParams: { challenge: 'word' }, body: null };
    expect(await trigger('task_changed_instant').onHandshake(context({ payload }))).toEqual({
      ...{ status: 200, body: 'word', headers: { 'content-type': 'text/plain' } },
    });
  });

  test('is renewed at half of its time, made anew when it is gone, and ended twice without harm', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 2, 2, 9) });
    const { side, context, trigger } = await acme();
    const instant = trigger('task_changed_instant');
    await instant.onEnable(context());
    vi.setSystemTime(Date.now() + 29 * 60_000);
    await instant.onRenew(context());
    expect(side.renewed).toBe(0);
    vi.setSystemTime(Date.now() + 60_000);
    await instant.onRenew(context());
    expect(side.renewed).toBe(1);
    side.hooks.clear();
    await instant.onRenew(context());
    expect([...side.hooks.keys()]).toEqual(['hook-2']);
    await instant.onDisable(context());
    expect(side.hooks.size).toBe(0);
    await instant.onDisable(context());
  });

  test.each([
    ['renew', 1, ['hook-1']],
    ['recreate', 0, ['hook-2']],
  ])('does what the vendor’s signal %s asks, and polls', async (signal, renewed, hooks) => {
    const { side, context, trigger } = await acme();
    const instant = trigger('task_changed_instant');
    await instant.onEnable(context());
    side.tasks.push({ id: 1, at: 10 });
    const word = side.hooks.get('hook-1')?.word;
    expect(ids(await instant.run(context({ payload: call(word, { signal }) })))).toEqual([1]);
    expect([side.renewed, [...side.hooks.keys()]]).toEqual([renewed, hooks]);
  });

  test('can be switched off when its connection is gone, or the vendor is down', async () => {
    const { twin, context, trigger, store } = await acme();
    const instant = trigger('task_changed_instant');
    await instant.onEnable(context());
    await instant.onDisable(pieceContext({ store, props: { board: 'b' } }));
    twin.faults.set({ fault: { kind: 'status', status: 400 } });
    await instant.onEnable(context()).catch(() => undefined);
    await instant.onDisable(context());
    expect(store.readable).not.toContain('pebble-registration');
  });

  test('takes all that is there, because nobody may call again for hours', async () => {
    const { side, context, trigger } = await acme();
    const instant = trigger('task_changed_instant');
    await instant.onEnable(context());
    for (let id = 1; id <= 300; id += 1) side.tasks.push({ id, at: id });
    const word = side.hooks.get('hook-1')?.word;
    expect(await instant.run(context({ payload: call(word) }))).toHaveLength(300);
  });

  test('says why it could not be registered, in the class of the failure', async () => {
    const { twin, context, trigger } = await acme();
    twin.faults.set({ fault: { kind: 'status', status: 403 } });
    const enabled = trigger('task_changed_instant').onEnable(context());
    await expect(enabled).rejects.toThrow(
      '{"error":"AuthError","message":"Acme answered 403","retryable":false}',
    );
  });

  test('does not forget what another process has seen meanwhile', async () => {
    const { side, context, trigger, store, auth } = await acme();
    const instant = trigger('task_changed_instant');
    await instant.onEnable(context());
    const word = side.hooks.get('hook-1')?.word;
    side.tasks.push({ id: 1, at: 10 });
    // Both read the store before either writes: each finds the task, and Activepieces drops one by its key.
    const both = await Promise.all([1, 2].map(() => instant.run(context({ payload: call(word) }))));
    expect(both.flat().map((run) => (run as { _dedupe_key: string })._dedupe_key)).toEqual([
      'task-1',
      'task-1',
    ]);
    side.tasks.push({ id: 2, at: 20 });
    const changed = pieceContext({ auth, store, props: { board: 'b' }, payload: call(word) });
    expect(ids(await instant.run(changed))).toEqual([2]);
  });

  test('works with a session too', async () => {
    const { side, auth, store } = await acme();
    const { base_url } = auth.props;
    const context = pieceContext({
      auth: { type: 'CUSTOM_AUTH', props: { base_url, client_id: 'i', client_secret: 's' } },
      ...{ store, props: { board: 'b' } },
    });
    await toPiece(acmeWith(app)).getTrigger('task_changed_instant')?.onEnable(context);
    expect(side.hooks.size).toBe(1);
  });
});

describe('a trigger whose calls are the items', () => {
  test('gives them when the call is signed, with the bytes as they came', async () => {
    const { context, trigger } = await acme();
    const posted = trigger('task_posted');
    const body = { id: 7 };
    const raws = [
      't0ken',
      Buffer.from('t0ken'),
      { type: 'Buffer', data: [...Buffer.from('t0ken')] },
      undefined,
    ];
    for (const rawBody of raws) {
      const payload = { headers: {}, queryParams: {}, body, rawBody };
      expect(await posted.run(context({ payload }))).toEqual([{ id: 7, _dedupe_key: 'task-7' }]);
    }
    const forged = { headers: {}, queryParams: {}, body, rawBody: '{"id":7}' };
    await expect(posted.run(context({ payload: forged }))).rejects.toThrow('AuthError');
  });
  test('is switched on and off without a word to anybody', async () => {
    const { twin, context, trigger } = await acme();
    const posted = trigger('task_posted');
    await posted.onEnable(context());
    await posted.onDisable(context());
    expect(twin.requests).toHaveLength(0);
    await expect(posted.onHandshake(context())).rejects.toThrow('knows no handshake');
  });
});
