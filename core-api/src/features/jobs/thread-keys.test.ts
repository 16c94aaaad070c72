import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTenant, type SeededTenant } from '../../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import { until } from '../../../test/until.ts';
import { asOwner } from '../../db/owner.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { knownKeys, takeKeys } from './thread-keys.ts';

let test: TestDatabase;
let ours: SeededTenant;
let north: string;

beforeAll(async () => {
  test = await createTestDatabase();
  ours = await seedTenant(test.db, 'ours');
  north = ours.entities['north'] ?? '';
});
afterAll(() => test.close());

const hashes = (...names: string[]) => names.map((name) => createHash('sha256').update(name).digest());
const ordered = hashes('one', 'two', 'three').sort(Buffer.compare);
const [low, middle, high] = ordered as [Buffer, Buffer, Buffer];

class Undone extends Error {}

/** Runs work in a transaction that is undone: these keys have no thread. */
const undone = async <T>(work: (tx: TenantTx) => Promise<T>): Promise<T> => {
  let outcome: T | undefined;
  await test.db
    .withTenant(ours.scope, async (tx) => {
      outcome = await work(tx);
      throw new Undone();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error;
    });
  return outcome as T;
};
const take = (tx: TenantTx, keys: Buffer[]) => takeKeys(tx, north, randomUUID(), keys);

const waiting = (backends: number) =>
  until(async () => {
    const { rows } = await asOwner(test.owner, (client) =>
      client.query<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      ),
    );
    return rows[0]?.waiting === backends ? true : undefined;
  });

describe('taking keys', () => {
  it('takes those that nobody has, and says which', async () => {
    const taken = await undone(async (tx) => {
      await take(tx, [middle]);
      return (await take(tx, [high, middle, low])).taken;
    });
    expect(taken.map(String).sort()).toEqual([high, low].map(String).sort());
  });

  it('waits for no circle of others, in whatever order the keys come', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const first = undone(async (tx) => {
      await take(tx, [middle]);
      await held;
    });
    const turns = [
      [low, middle, high],
      [high, middle, low],
    ];
    const others = turns.map((keys) => undone((tx) => take(tx, keys)));
    await waiting(2);
    release();
    await first;
    // In the order in which they came, each would hold what the other waits for, and Postgres would end one of them.
    const taken = await Promise.all(others);
    expect(taken.map((one) => one.taken.length)).toEqual([3, 3]);
  });
});

describe('looking for keys', () => {
  it('finds nothing for none, and nothing for those that nobody has', async () => {
    expect(await undone((tx) => knownKeys(tx, north, []))).toEqual(new Map());
    expect(await undone((tx) => knownKeys(tx, north, ordered))).toEqual(new Map());
  });

  it('makes a lost answer wait for mails with its subject, which do not wait for each other', async () => {
    const subject = { key: low, lost: false, begins: true };
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const holding: Promise<void>[] = [];
    const begun = [1, 2].map(() => {
      let tell = (): void => undefined;
      holding.push(new Promise<void>((resolve) => (tell = resolve)));
      return undone(async (tx) => {
        await knownKeys(tx, north, [], subject);
        tell();
        await held;
      });
    });
    await Promise.all(holding);
    let placed = false;
    const answer = undone((tx) => knownKeys(tx, north, [], { ...subject, lost: true, begins: false })).then(
      () => (placed = true),
    );
    await waiting(1);
    expect(placed).toBe(false);
    release();
    await Promise.all([...begun, answer]);
    expect(placed).toBe(true);
  });
});

describe('the statements of placing', () => {
  /** The plan as it is with a million rows, where reading all of a table is never the cheaper way. */
  const plan = (statement: string, values: readonly unknown[]) =>
    undone(async (tx) => {
      await tx.sql.raw('SET LOCAL enable_seqscan = off');
      const { rows } = await tx.sql.raw<{ rows: { 'QUERY PLAN': string }[] }>(
        `EXPLAIN ${statement}`,
        values as never,
      );
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });

  it('find cards by subject over an index, newest first, without sorting', async () => {
    const text = await plan(
      `SELECT id FROM cards WHERE entity_id = ? AND subject_key = ? AND last_mail_at >= ? AND merged_into IS NULL
       ORDER BY last_mail_at DESC LIMIT 21`,
      [north, low, new Date()],
    );
    expect(text).toMatch(/Index Scan using cards_of_subject/);
    expect(text).not.toMatch(/Sort|Seq Scan/);
  });

  it('find keys and their cards over primary keys', async () => {
    const text = await plan(
      `SELECT c.id FROM thread_keys t JOIN cards c ON c.tenant_id = t.tenant_id AND c.thread_id = t.thread_id
       WHERE t.entity_id = ? AND t.key_hash = ANY (?::bytea[])`,
      [north, [low, high]],
    );
    expect(text).toMatch(/thread_keys_pkey/);
    expect(text).toMatch(/cards_tenant_id_thread_id_key/);
    expect(text).not.toMatch(/Seq Scan/);
  });
});
