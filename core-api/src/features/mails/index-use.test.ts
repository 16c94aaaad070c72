import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { asOwner } from '../../db/owner.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { countByState } from './count-mails.ts';
import { findMails } from './find-mails.ts';
import { countAlike, noiseFacts } from './noise-facts.ts';

/** A quiet tenant and a busy one, with enough mail for the planner to have a choice. */
let test: TestCore;

beforeAll(async () => {
  test = await createTestCore();
  for (const tenant of [test.ours, test.theirs]) {
    await asOwner(test.owner, (client) =>
      client.query(
        `INSERT INTO inbound_emails (id, tenant_id, entity_id, format, raw, from_address, subject, state, noise_kind, loop_key,
                                     received_at, source_system, correlation_id)
         SELECT gen_random_uuid(), $1, $2, 'rfc822', repeat('x', 300)::bytea, 'ada@buyer.example', 'Ball valves ' || n,
                CASE WHEN n % 20 = 0 THEN 'ignored' ELSE 'done' END, CASE WHEN n % 20 = 0 THEN 'bulk' END, n,
                now() - n * $3::interval, 'test', 'test'
         FROM generate_series(1, 15000) AS n`,
        [tenant.id, tenant.entities['north'], tenant === test.ours ? '10 seconds' : '10 milliseconds'],
      ),
    );
  }
  await asOwner(test.owner, (client) => client.query('VACUUM ANALYZE inbound_emails'));
});
afterAll(() => test.close());

/** The plans of the statements that `work` sends. */
async function plansOf(work: (tx: TenantTx) => Promise<unknown>, { scope } = test.ours): Promise<string> {
  const plans: string[] = [];
  await test.db.withTenant(scope, async (tx) => {
    const sent: { sql: string; bindings: readonly unknown[] }[] = [];
    tx.sql.on('query', (query: (typeof sent)[number]) => sent.push(query));
    await work(tx);
    for (const { sql, bindings } of [...sent]) {
      const explain = { text: `EXPLAIN ${sql}`, values: [...bindings] };
      const { rows } = await (tx.sql.raw(
        explain.text.replace(/\$\d+/g, '?'),
        explain.values as never,
      ) as unknown as Promise<{
        rows: { 'QUERY PLAN': string }[];
      }>);
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
    }
  });
  return plans.join('\n\n');
}

it('the list begins at the newest mail and stops early', async () => {
  const plan = await plansOf((tx) => findMails(tx, { limit: 50 }));
  expect(plan).toMatch(/Index Scan using inbound_newest/);
  expect(plan).not.toMatch(/Sort|Seq Scan/);
});

it('noise is listed from the ignored mails alone', async () => {
  expect(await plansOf((tx) => findMails(tx, { limit: 50, noise_kind: 'bulk' }))).toMatch(/inbound_ignored/);
});

it('counts look at the mail of their time alone', async () => {
  const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
  const plan = await plansOf((tx) => countByState(tx, { from: hourAgo }, { seesLists: false }));
  expect(plan).toMatch(/inbound_newest[\s\S]*Index Cond: .*received_at >= /);
});

it('the loop guard finds its few mails by hour and key', async () => {
  const [id, facts] = await test.db.withTenant(test.theirs.scope, async (tx) => {
    const one = await tx.sql<{ id: string }>('inbound_emails').orderBy('received_at', 'desc').first('id');
    return [one?.id ?? '', await noiseFacts(tx, one?.id ?? '')] as const;
  });
  const plan = await plansOf((tx) => countAlike(tx, id, facts, 60), test.theirs);
  expect(plan).toMatch(/inbound_loops[\s\S]*Index Cond: .*tenant_id = [\s\S]*loop_hour = [\s\S]*loop_key = /);
});
