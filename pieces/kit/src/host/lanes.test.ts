import { expect, test } from 'vitest';
import type { Http, HttpRequest } from '../http.ts';
import { laned } from './lanes.ts';

/** A line that answers when it is told to. */
function slow() {
  const open: { url: string; done: (error?: Error) => void }[] = [];
  const started: string[] = [];
  let most = 0;
  const http: Http = (request) => {
    started.push(request.url);
    return new Promise((resolve, reject) => {
      open.push({
        url: request.url,
        done: (error) => (error ? reject(error) : resolve({ status: 200, headers: {}, body: '' })),
      });
      most = Math.max(most, open.length);
    });
  };
  const settle = async (error?: Error) => {
    open.shift()?.done(error);
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return { http, started, settle, open, most: () => most };
}

function request(url: string, key: string | null = 'a', concurrency = 2): HttpRequest {
  return { method: 'GET', url, headers: {}, ...(key === null ? {} : { lane: { key, concurrency } }) };
}

test('never more than its concurrency, in the order of asking', async () => {
  const line = slow();
  const send = laned(line.http);
  const all = ['1', '2', '3', '4', '5'].map((url) => send(request(url)));
  expect(line.started).toEqual(['1', '2']);
  while (line.open.length > 0) await line.settle();
  await Promise.all(all);
  expect(line.started).toEqual(['1', '2', '3', '4', '5']);
  expect(line.most()).toBe(2);
});

test('one who comes while a place is handed on does not slip in', async () => {
  const line = slow();
  const send = laned(line.http);
  void send(request('1', 'a', 1));
  void send(request('2', 'a', 1));
  line.open.shift()?.done();
  void send(request('3', 'a', 1));
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  expect(line.started).toEqual(['1', '2']);
  expect(line.open).toHaveLength(1);
});

test('a failure hands its place on, and stays with whom it hit', async () => {
  const line = slow();
  const send = laned(line.http);
  const first = send(request('1', 'a', 1));
  const second = send(request('2', 'a', 1));
  const failed = expect(first).rejects.toThrow('cut');
  await line.settle(new Error('cut'));
  await failed;
  await line.settle();
  expect((await second).status).toBe(200);
});

test('lanes do not wait for each other, and who has none does not wait at all', () => {
  const line = slow();
  const send = laned(line.http);
  const urls = [request('1', 'a', 1), request('2', 'b', 1), request('3', null), request('4', 'a', 1)];
  for (const one of urls) void send(one);
  expect(line.started).toEqual(['1', '2', '3']);
});

test('a lane that has emptied begins anew', async () => {
  const line = slow();
  const send = laned(line.http);
  for (const url of ['1', '2']) {
    const answer = send(request(url, 'a', 1));
    await line.settle();
    await answer;
  }
  expect(line.started).toEqual(['1', '2']);
});
