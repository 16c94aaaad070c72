import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTwinServer, type TwinServer } from '../twin/twin-server.ts';
import { acmeWith, bearer } from './testing/acme.ts';
import { MemoryStore, pieceContext } from './testing/piece-context.ts';
import { toPiece } from './to-piece.ts';

let twin: TwinServer;
const asked: string[] = [];
beforeAll(async () => {
  twin = await startTwinServer({
    handle: ({ query }) => {
      asked.push(query.get('from') ?? '');
      return { status: 200, body: { tasks: [{ id: 1, at: 10 }], at: 10, more: false } };
    },
  });
});
afterAll(async () => {
  vi.useRealTimers();
  await twin.close();
});

test('another account begins anew, and a new secret of the same one goes on', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 2, 2, 9) });
  const store = new MemoryStore();
  const changed = toPiece(acmeWith(bearer)).getTrigger('task_changed');
  const publish = async (base_url: string, token: string) => {
    const auth = { type: 'CUSTOM_AUTH', props: { base_url, token } };
    const context = () => pieceContext({ auth, store, props: { board: 'b' } });
    await changed?.onEnable(context());
    await changed?.run(context());
    await changed?.onDisable(context());
    return asked.at(-1);
  };
  expect(await publish(twin.url, 't0ken')).toBe('2026-03-02T09:00:00.000Z');
  expect(await publish(twin.url, 'rotated')).toBe('10');
  // A cursor of one means nothing to the other, or something else.
  expect(await publish(`${twin.url}/`, 'rotated')).toBe('2026-03-02T09:00:00.000Z');
  // Nobody can read the token from what is kept.
  expect(store.readable).not.toMatch(/t0ken|rotated/);
});
