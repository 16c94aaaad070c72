import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { sendText } from './send-text.ts';

it('a text is sent piece by piece, and ends', async () => {
  const response = new PassThrough();
  const sent = text(response);
  await sendText(
    response,
    (async function* () {
      yield 'row 1\r\n';
      yield 'row 2\r\n';
    })(),
  );
  expect(await sent).toBe('row 1\r\nrow 2\r\n');
});

it('is made no faster than it is taken', async () => {
  let made = 0;
  const slow = new Writable({ highWaterMark: 1, write: () => undefined });
  void sendText(
    slow,
    (async function* () {
      for (; made < 1_000_000; made += 1) yield 'x'.repeat(100_000);
    })(),
  );
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  expect(made).toBeLessThan(100);
  slow.destroy();
});

it('that fails in the middle cuts the connection, so that nobody takes it for whole', async () => {
  const response = new PassThrough();
  await sendText(
    response,
    (async function* () {
      yield 'row 1\r\n';
      throw new Error('the database went away');
    })(),
  );
  expect(response.destroyed).toBe(true);
  expect(response.writableFinished).toBe(false);
});
