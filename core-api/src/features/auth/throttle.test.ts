import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import { asOwner } from '../../db/owner.ts';
import { ApiProblem } from '../../http/problem.ts';
import { SignInThrottle } from './throttle.ts';

let database: TestDatabase;
let throttle: SignInThrottle;
beforeAll(async () => {
  database = await createTestDatabase();
  throttle = new SignInThrottle(database.db);
});
afterAll(() => database.close());
// The library reads the system clock; only the date is faked, so that the connection to Postgres lives on.
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1) }));
afterEach(() => vi.useRealTimers());

function pass(seconds: number): void {
  vi.setSystemTime(Date.now() + seconds * 1000);
}

/** Seconds to wait, or 0 when the try is let through. */
async function tryOnce(email: string, address: string | null = null): Promise<number> {
  try {
    await throttle.admit(email, address);
    return 0;
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'too_many_requests') throw error;
    return error.extras.retryAfter ?? Number.NaN;
  }
}

async function tryOften(count: number, email: string, address: string | null = null): Promise<number[]> {
  const waits: number[] = [];
  for (let n = 0; n < count; n += 1) waits.push(await tryOnce(email, address));
  return waits;
}

test('five tries are free, then each failure doubles the wait up to a quarter of an hour', async () => {
  expect(await tryOften(5, 'growing@example.com')).toEqual([0, 0, 0, 0, 0]);
  for (const wait of [30, 60, 120, 240, 480, 900, 900, 900]) {
    expect(await tryOnce('growing@example.com')).toBe(wait);
    pass(wait - 1);
    expect(await tryOnce('growing@example.com')).toBe(1);
    pass(1);
    expect(await tryOnce('growing@example.com')).toBe(0);
  }
});

test('tries during a wait do not lengthen it', async () => {
  await tryOften(5, 'impatient@example.com');
  expect(await tryOften(20, 'impatient@example.com')).toEqual(Array(20).fill(30));
  pass(30);
  expect(await tryOnce('impatient@example.com')).toBe(0);
  expect(await tryOnce('impatient@example.com')).toBe(60);
});

test('a hundred tries at once are a hundred tries', async () => {
  const waits = await Promise.all(Array.from({ length: 100 }, () => tryOnce('parallel@example.com')));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
  pass(3600);
  const again = await Promise.all(Array.from({ length: 20 }, () => tryOnce('parallel@example.com')));
  expect(again.filter((wait) => wait === 0).length).toBeLessThanOrEqual(5);
});

test('when a wait is over, one of many tries gets through', async () => {
  await tryOften(5, 'queue@example.com');
  pass(30);
  const waits = await Promise.all(Array.from({ length: 30 }, () => tryOnce('queue@example.com')));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(1);
});

test('success clears the account', async () => {
  await tryOften(5, 'success@example.com');
  pass(30);
  await tryOnce('success@example.com');
  await throttle.succeeded('success@example.com', null);
  expect(await tryOften(5, 'success@example.com')).toEqual([0, 0, 0, 0, 0]);
});

test('a quarter of an hour without a try clears the account', async () => {
  await tryOften(4, 'patient@example.com');
  pass(15 * 60);
  expect(await tryOften(5, 'patient@example.com')).toEqual([0, 0, 0, 0, 0]);
});

test('guessing slowly brings no new free tries', async () => {
  await tryOften(5, 'slow@example.com');
  pass(14 * 60);
  expect(await tryOnce('slow@example.com')).toBe(0);
  pass(10 * 60);
  expect(await tryOften(2, 'slow@example.com')).toEqual([0, 120]);
});

test('another spelling of the address is the same account', async () => {
  await tryOften(5, 'case@example.com');
  expect(await tryOnce('CASE@Example.com')).toBe(30);
});

test('one account does not slow down another', async () => {
  await tryOften(6, 'busy@example.com');
  expect(await tryOnce('idle@example.com')).toBe(0);
});

test('an address has fifty failures, whatever the accounts', async () => {
  for (let n = 0; n < 50; n += 1) expect(await tryOnce(`u${n}@example.com`, '192.0.2.1')).toBe(0);
  expect(await tryOnce('u50@example.com', '192.0.2.1')).toBe(15 * 60);
  expect(await tryOnce('u50@example.com', '192.0.2.2')).toBe(0);
  pass(15 * 60);
  expect(await tryOnce('u51@example.com', '192.0.2.1')).toBe(0);
});

test('an office full of people who sign in does not use up its address', async () => {
  for (let n = 0; n < 60; n += 1) {
    expect(await tryOnce(`office${n}@example.com`, '192.0.2.9')).toBe(0);
    await throttle.succeeded(`office${n}@example.com`, '192.0.2.9');
  }
});

test('neither an e-mail address nor a network address is stored', async () => {
  await tryOften(6, 'secret@example.com', '192.0.2.77');
  const { rows } = await asOwner(database.owner, (client) =>
    client.query('SELECT key FROM sign_in_throttle'),
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every(({ key }: { key: string }) => /^(account|address|wait):[0-9a-f]{64}$/.test(key))).toBe(
    true,
  );
});

test('two processes count together', async () => {
  const other = new SignInThrottle(database.db);
  await tryOften(4, 'both@example.com');
  await other.admit('both@example.com', null);
  expect(await tryOnce('both@example.com')).toBe(30);
});
