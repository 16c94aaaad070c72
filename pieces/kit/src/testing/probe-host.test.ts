import { expect, test } from 'vitest';
import type { HttpRequest } from '../http.ts';
import { answering, echoing, frozen, rejectionOf, sampleCredential, tracesOf } from './probe-host.ts';
import { sampleConnector } from './sample-connector.ts';

const connector = sampleConnector();
const request: HttpRequest = {
  method: 'POST',
  url: 'https://a.example/x',
  headers: { key: 'secret-1' },
  body: '"b"',
};

test('the sample credential leads nowhere and is the same each time', () => {
  const credential = sampleCredential(connector);
  expect(credential['base_url']).toBe('https://sample.example');
  expect(credential['api_key']).toMatch(/^secret-/);
  expect(sampleCredential(connector)).toEqual(credential);
});

test('answers come in turn, the last one again and again', async () => {
  const { host, requests } = answering(connector, [{ status: 202 }, { status: 200, body: [1] }]);
  const replies = [await host.http(request), await host.http(request), await host.http(request)];
  expect(replies.map((reply) => reply.status)).toEqual([202, 200, 200]);
  expect(replies[2]?.body).toBe('[1]');
  expect(requests).toHaveLength(3);
});

test('the echo repeats URL, headers and body, so that a careless connector is caught', async () => {
  const { body } = await echoing(connector, 500).http(request);
  for (const trace of ['https://a.example/x', 'secret-1', '\\"b\\"']) expect(body).toContain(trace);
});

test('traces are the texts that nobody writes by chance', () => {
  expect(tracesOf({ a: 'secret-1', b: ['text-42', 7, true], c: 'crm', d: null })).toEqual([
    'secret-1',
    'text-42',
  ]);
});

test('frozen is frozen to the ground', () => {
  const value = frozen({ list: [{ a: 1 }] });
  expect(() => Object.assign(value.list[0] ?? {}, { a: 2 })).toThrow(TypeError);
  expect(() => value.list.push({ a: 2 })).toThrow(TypeError);
});

test('bytes stay as they are, in a frozen input too', () => {
  const value = frozen({ file: { bytes: Uint8Array.from([1, 2]) } });
  expect(() => Object.assign(value.file, { name: 'x' })).toThrow(TypeError);
  expect([...value.file.bytes]).toEqual([1, 2]);
});

test('the same file has the same reference, and another one another', async () => {
  const { files } = answering(connector, []).host;
  const file = { name: 'a.txt', content_type: 'text/plain', bytes: Uint8Array.from([1]) };
  const first = await files?.write(file);
  expect(await files?.write({ ...file })).toBe(first);
  expect(await files?.write({ ...file, bytes: Uint8Array.from([2]) })).not.toBe(first);
});

test('a success where a failure was due is a failure', async () => {
  await expect(rejectionOf(Promise.resolve('fine'), 'the call')).rejects.toThrow('the call succeeded');
  expect(await rejectionOf(Promise.reject(new Error('due')), 'the call')).toEqual(new Error('due'));
});
