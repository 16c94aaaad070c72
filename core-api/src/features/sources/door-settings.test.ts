import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../../http/problem.ts';
import { changesOf } from './changes.ts';
import { DeliveryRate } from './delivery-rate.ts';
import type { AccountSettings } from './mail-account-rows.ts';
import { beginsAnew, demandMoveTarget, demandPassword, readsElsewhere } from './mail-account-rules.ts';

const ACCOUNT: AccountSettings = {
  ...{ name: 'Sales', host: 'imap.us.example', port: 993, tls: 'implicit', ca: null, username: 'sales' },
  ...{ folder: 'INBOX', mailbox: 'sales@us.example', mode: 'live', enabled: true },
  ...{ after_accept: 'nothing', move_to: null, start_from: 'now' },
};

describe('what a change really changes', () => {
  it('is told with what was there before', () => {
    expect(changesOf({ a: 1, b: 'x', c: null }, { a: 2, b: 'x', c: undefined })).toEqual({
      before: { a: 1 },
      after: { a: 2 },
    });
  });

  it('is nothing when all is as it was, also in depth', () => {
    expect(
      changesOf({ mapping: { from: ['a'] }, at: null }, { mapping: { from: ['a'] }, at: null }),
    ).toBeNull();
    expect(changesOf({ a: 1 }, {})).toBeNull();
  });
});

describe('a change of an account', () => {
  it.each([
    { host: 'evil.example' },
    { port: 143 },
    { tls: 'none' },
    { ca: 'PEM' },
    { username: 'root' },
  ] as const)('to %j needs its password', (change) => {
    expect(() => demandPassword(ACCOUNT, change, undefined)).toThrow(ApiProblem);
    expect(() => demandPassword(ACCOUNT, change, 'known')).not.toThrow();
  });

  it('of anything else does not, nor does saying again what holds', () => {
    const change = { host: ACCOUNT.host, port: 993, folder: 'Other', name: 'New' };
    expect(() => demandPassword(ACCOUNT, change, undefined)).not.toThrow();
  });

  it('to moving needs a folder to move to', () => {
    expect(() => demandMoveTarget({ after_accept: 'move', move_to: null })).toThrow(ApiProblem);
    expect(() => demandMoveTarget({ after_accept: 'move', move_to: 'Done' })).not.toThrow();
    expect(() => demandMoveTarget({ after_accept: 'mark_seen', move_to: null })).not.toThrow();
  });

  it('leads to other mail when server, user or folder are others', () => {
    for (const change of [{ host: 'h' }, { port: 1 }, { username: 'u' }, { folder: 'f' }]) {
      expect(readsElsewhere(ACCOUNT, change), JSON.stringify(change)).toBe(true);
    }
    expect(readsElsewhere(ACCOUNT, { name: 'n', mode: 'shadow', mailbox: 'm', folder: 'INBOX' })).toBe(false);
  });

  it('sets what `now` means when reading begins with it', () => {
    expect(beginsAnew(ACCOUNT, { mode: 'shadow' })).toBe(true);
    expect(beginsAnew({ ...ACCOUNT, enabled: false }, { enabled: true })).toBe(true);
    expect(beginsAnew(ACCOUNT, { start_from: 'now' })).toBe(true);
    expect(beginsAnew(ACCOUNT, { name: 'n', after_accept: 'mark_seen', enabled: true })).toBe(false);
  });
});

describe('the rate of a source', () => {
  it('is its own, and a new one holds at once', async () => {
    const rate = new DeliveryRate();
    const [one, two] = [
      { id: 'one', rate_per_minute: 1 },
      { id: 'two', rate_per_minute: 1 },
    ];
    await rate.admit(one);
    await rate.admit(two);
    await expect(rate.admit(one)).rejects.toMatchObject({ code: 'too_many_requests' });
    await rate.admit({ ...one, rate_per_minute: 5 });
  });
});
