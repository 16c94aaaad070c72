import type { Http } from '@pebble/kit/http';
import { expect, it } from 'vitest';
import { inParallel } from './in-parallel.ts';
import { ToyMail } from './testing/toy-mail.ts';
import { mailTrigger, type FeedSource } from '../../features/feeds/feed-source.ts';
import { readUntilAborted, untilAborted } from './until-aborted.ts';

const request = { method: 'GET', url: 'https://x.example/', headers: {} } as const;
const answer = { status: 200, headers: {}, body: '' };

it('gives the answer, and waits for none when it is called off', async () => {
  const stop = new AbortController();
  expect(await untilAborted(async () => answer, stop.signal)(request)).toBe(answer);
  const never: Http = () => new Promise(() => undefined);
  const waiting = untilAborted(never, stop.signal)(request);
  stop.abort();
  await expect(waiting).rejects.toThrow(/abort/i);
  let asked = false;
  const late = untilAborted(async () => ((asked = true), answer), stop.signal)(request);
  await expect(late).rejects.toThrow(/abort/i);
  expect(asked).toBe(false);
});

it('waits for nothing of a source when it is called off, not even for the session that somebody else is fetching', async () => {
  const never = () => new Promise<never>(() => undefined);
  const { connector } = new ToyMail();
  const [{ mail }, trigger] = [connector, mailTrigger(connector)];
  if (!mail || !trigger) throw new Error('the toy has mail');
  const stuck: FeedSource = {
    ...{ connector, connection: 'toy', input: {}, host: { http: never, credential: {} } },
    mail: { ...mail, fetch: never, list: never },
    trigger: { ...trigger, poll: never },
  };
  const stop = new AbortController();
  const source = readUntilAborted(stuck, stop.signal);
  const list = { mailbox: 'm', folder: 'inbox', from: '', to: '', page: null };
  const waiting = [
    source.mail.fetch(source.host, { mailbox: 'm', id: '1' }),
    source.mail.list(source.host, list),
    source.trigger.poll(source.host, null),
    source.host.http(request),
  ];
  stop.abort();
  for (const one of await Promise.allSettled(waiting)) expect(one.status).toBe('rejected');
  // And what is begun afterwards is over at once.
  await expect(source.mail.list(source.host, list)).rejects.toThrow(/abort/i);
});

it('does so many things at a time and answers in their order', async () => {
  let [now, most] = [0, 0];
  const results = await inParallel([1, 2, 3, 4, 5, 6], 3, async (item) => {
    most = Math.max(most, (now += 1));
    await new Promise(setImmediate);
    now -= 1;
    return item * 2;
  });
  expect(results).toEqual([2, 4, 6, 8, 10, 12]);
  expect(most).toBe(3);
});

it('begins nothing new after a failure, and ends what is under way', async () => {
  const done: number[] = [];
  const work = inParallel([1, 2, 3, 4, 5], 2, async (item) => {
    if (item === 1) throw new Error('one');
    await new Promise(setImmediate);
    done.push(item);
  });
  await expect(work).rejects.toThrow('one');
  expect(done).toEqual([2]);
});
