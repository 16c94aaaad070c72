import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { sureOf } from '../lease.ts';
import { holdAccounts, releaseAccounts } from './lease.ts';
import { newAccount } from './testing/imap-fixture.ts';

const NOWHERE = { port: 9, user: 'sales@ours.example', password: 'imap password' };
const LEASE_MS = 60_000;

let test: TestCore;

beforeAll(async () => {
  test = await createTestCore();
});
afterEach(() => test.db.withTenant(test.ours.scope, (tx) => tx.sql('mail_accounts').delete()));
afterAll(() => test.close());

const hold = (holder: string) => holdAccounts(test.db, holder, LEASE_MS);
const idsOf = (accounts: { id: string }[]) => accounts.map(({ id }) => id).sort();

describe('accounts', () => {
  it('come with all it takes to read them, the password sealed', async () => {
    const { id } = await newAccount(test, NOWHERE);
    const [account] = await hold(randomUUID());
    expect(account).toMatchObject({
      ...{ id, tenantId: test.ours.id, username: NOWHERE.user, password_sealed: expect.any(Buffer) },
      ...{ folder: 'INBOX', mode: 'live', revision: 1 },
    });
  });

  it('are held by one of many who ask at once, each by one', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.push((await newAccount(test, NOWHERE)).id);
    const holders = Array.from({ length: 6 }, () => randomUUID());
    const held = await Promise.all(holders.map(hold));
    expect(idsOf(held.flat())).toEqual(ids.sort());
  });

  it('stay with their holder as long as it asks, also while somebody writes to them', async () => {
    const { id } = await newAccount(test, NOWHERE);
    const [mine, other] = [randomUUID(), randomUUID()];
    expect(idsOf(await hold(mine))).toEqual([id]);
    expect(await hold(other)).toEqual([]);
    let renewed: Promise<unknown> = Promise.resolve();
    await test.db.withTenant(test.ours.scope, async (tx) => {
      await tx.sql('mail_accounts').where({ id }).update({ notice: 'being written' });
      renewed = hold(mine).then((accounts) => expect(idsOf(accounts)).toEqual([id]));
      expect(await hold(other)).toEqual([]);
    });
    await renewed;
  });

  it('go to the next when they are given back, or when their holder is not heard of', async () => {
    const { id } = await newAccount(test, NOWHERE);
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    await hold(first);
    await releaseAccounts(test.db, second);
    expect(await hold(second)).toEqual([]);
    await releaseAccounts(test.db, first);
    expect(idsOf(await hold(second))).toEqual([id]);
    await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('mail_accounts').update({ lease_until: tx.sql.raw(`now() - interval '1 second'`) }),
    );
    expect(idsOf(await hold(third))).toEqual([id]);
    expect(await hold(second)).toEqual([]);
  });

  it('that are switched off are nobody’s', async () => {
    await newAccount(test, NOWHERE, { enabled: false });
    expect(await hold(randomUUID())).toEqual([]);
  });

  it('are renewed in good time, and not at every word', async () => {
    await newAccount(test, NOWHERE);
    const holder = randomUUID();
    const until = async () => {
      await hold(holder);
      const [row] = await test.db.withTenant(test.ours.scope, (tx) =>
        tx
          .sql('mail_accounts')
          .select<{ lease_until: Date; left: number }[]>(
            'lease_until',
            tx.sql.raw('extract(epoch FROM lease_until - now())::float * 1000 AS left'),
          ),
      );
      if (!row) throw new Error('no account');
      return row;
    };
    const first = await until();
    expect((await until()).lease_until).toEqual(first.lease_until);
    await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('mail_accounts').update({ lease_until: tx.sql.raw(`now() + interval '5 seconds'`) }),
    );
    expect((await until()).left).toBeGreaterThan(sureOf(LEASE_MS));
  });
});
