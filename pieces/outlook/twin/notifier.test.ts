import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTwinServer, type TwinServer } from '../../kit/twin/twin-server.ts';
import { Notifier, validates } from './notifier.ts';

let door: TwinServer;
let posts: string[][];
let notifier: Notifier;

beforeEach(async () => {
  posts = [];
  notifier = new Notifier(() => 0.5);
  door = await startTwinServer({
    handle: ({ query, json, path }) => {
      const token = query.get('validationToken');
      if (token !== null) return answerHandshake(path, token);
      posts.push((json as { value: { id: string }[] }).value.map(({ id }) => id));
      return { status: 202 };
    },
  });
});
afterEach(() => {
  notifier.close();
  return door.close();
});

function answerHandshake(path: string, token: string) {
  const plain = { 'content-type': 'text/plain; charset=utf-8' };
  if (path === '/html') return { status: 200, headers: { 'content-type': 'text/html' }, body: token };
  if (path === '/encoded') return { status: 200, headers: plain, body: encodeURIComponent(token) };
  if (path === '/created') return { status: 201, headers: plain, body: token };
  return { status: 200, headers: plain, body: token };
}

async function send(...ids: string[]): Promise<string[][]> {
  for (const id of ids) notifier.push(`${door.url}/hook`, { id, clientState: 's' });
  await notifier.idle();
  return posts;
}

test('what happens together goes together, up to the size of a batch', async () => {
  notifier.set({ batch: 2 });
  expect(await send('a', 'b', 'c')).toEqual([['a', 'b'], ['c']]);
  expect(notifier.counts).toEqual({ sent: 3, lost: 0, undelivered: 0 });
});

test('doubled is twice, reordered is newest first, dead is nothing', async () => {
  notifier.set({ doubled: 1, batch: 1 });
  expect(await send('a')).toEqual([['a'], ['a']]);
  posts.length = 0;
  notifier.set({ reordered: true, batch: 3 });
  expect(await send('a', 'b', 'c')).toEqual([['c', 'b', 'a']]);
  notifier.set({ dead: true });
  await send('x');
  expect(posts).toHaveLength(1);
  expect(notifier.counts.lost).toBe(1);
});

test('what is late comes when it is let go', async () => {
  notifier.set({ late: 1, lateMs: 3_600_000 });
  expect(await send('a', 'b')).toEqual([]);
  notifier.release();
  await notifier.idle();
  expect(posts).toEqual([['a', 'b']]);
});

test('a delivery that fails is tried again, and given up after some tries', async () => {
  notifier.set({ tries: 1 });
  door.faults.set({ fault: { kind: 'status', status: 500 } });
  await send('a');
  expect(notifier.counts.undelivered).toBe(1);
  notifier.set({ tries: 2 });
  door.faults.set({ fault: { kind: 'status', status: 500 }, times: 1 });
  await send('b');
  await expect.poll(() => posts).toEqual([['b']]);
});

test('nothing goes out after the end', async () => {
  notifier.close();
  expect(await send('a')).toEqual([]);
});

test('a handshake is answered with the decoded token as plain text and 200, and with nothing else', async () => {
  const token = 'Validation: a & b/+=%';
  expect(await validates(`${door.url}/hook`, token)).toBe(true);
  expect(await validates(`${door.url}/hook?of=tenant`, token)).toBe(true);
  for (const path of ['/html', '/encoded', '/created'])
    expect(await validates(door.url + path, token)).toBe(false);
  expect(await validates('http://127.0.0.1:1/nobody', token)).toBe(false);
});
