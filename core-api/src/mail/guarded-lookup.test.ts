import type { LookupAddress } from 'node:dns';
import { expect, test } from 'vitest';
import { guardedLookup, Refused } from './guarded-lookup.ts';

const PUBLIC = { address: '8.8.8.8', family: 4 };
const PRIVATE = { address: '10.0.0.1', family: 4 };

function ask(addresses: LookupAddress[] | Error, all: boolean) {
  const resolve = () => (addresses instanceof Error ? Promise.reject(addresses) : Promise.resolve(addresses));
  const lookup = guardedLookup(resolve, (address) => address !== PRIVATE.address);
  return new Promise<unknown[]>((done) => lookup('files.example', { all }, (...answer) => done(answer)));
}

test('answers in the form the socket asks for', async () => {
  expect(await ask([PUBLIC], true)).toEqual([null, [PUBLIC]]);
  expect(await ask([PUBLIC], false)).toEqual([null, '8.8.8.8', 4]);
});

test('one private address spoils the name', async () => {
  expect((await ask([PUBLIC, PRIVATE], true))[0]).toBeInstanceOf(Refused);
  expect((await ask([PUBLIC, PRIVATE], false))[0]).toBeInstanceOf(Refused);
});

test('a name without address and a resolver that fails are errors, not refusals', async () => {
  const broken = new Error('SERVFAIL');
  expect((await ask(broken, true))[0]).toBe(broken);
  const [empty] = await ask([], true);
  expect(empty).toBeInstanceOf(Error);
  expect(empty).not.toBeInstanceOf(Refused);
});
