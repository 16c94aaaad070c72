import type { ConnectorPollTrigger } from '@pebble/kit/connector';
import { ConnectorError } from '@pebble/kit/errors';
import { seeded } from '@pebble/kit/testing/seeded';
import type { PollCursor } from '@pebble/kit/trigger';
import { expect, test } from 'vitest';
import { odoo } from '../src/connector.ts';
import { startOdooTwin } from './odoo-twin.ts';
import { hostOf } from './test-host.ts';

const START = Date.UTC(2026, 2, 2, 9, 0);

/**
 * Colleagues create and change, imports end late, the line is cut and the proxy answers with pages, and in between somebody looks.
 * In the end every record was seen in its last state, and no change came twice, although nobody drops what comes again.
 */
test.each([
  [18, 1],
  [18, 2],
  [19, 3],
  [19, 4],
])('Odoo %i, storm %i: nothing is lost and nothing doubled', async (version, seed) => {
  const random = seeded(seed);
  let now = START;
  const twin = await startOdooTwin({ version, seed, now: () => now });
  const host = hostOf(twin);
  const trigger = odoo.triggers.find(({ name }) => name === 'record_updated') as ConnectorPollTrigger;
  const context = { input: { model: 'crm.lead', fields: ['name'] }, since: new Date(START).toISOString() };
  const seen: string[] = [];
  let cursor: PollCursor = null;
  let thrown = 0;
  const look = async () => {
    for (let more = true; more;) {
      const result = await trigger.poll(host, cursor, context);
      seen.push(...result.items.map(({ dedupeKey }) => dedupeKey));
      cursor = JSON.parse(JSON.stringify(result.cursor)) as PollCursor;
      more = result.more === true;
    }
  };
  const open: { until: number; commit: () => void }[] = [];
  const some = () => {
    const rows = twin.server.rows('crm.lead');
    return rows[Math.floor(random() * rows.length)]?.id ?? 1;
  };

  for (let step = 0; step < 150; step += 1) {
    now += 1_000 + Math.floor(random() * 20_000);
    for (const long of open.filter(({ until }) => until <= now)) long.commit();
    open.splice(0, open.length, ...open.filter(({ until }) => until > now));
    const dice = random();
    if (dice < 0.3)
      for (let at = random() * 40; at > 0; at -= 1) twin.server.create('crm.lead', { name: `L ${step}` });
    else if (dice < 0.6) twin.server.write('crm.lead', some(), { name: `W ${step}` });
    else if (dice < 0.7) {
      const long = twin.server.begin();
      for (let at = 0; at < 5; at += 1) long.create('crm.lead', { name: `T ${step}` });
      open.push({ until: now + random() * 8 * 60_000, commit: long.commit });
    } else {
      twin.faults.set(
        { fault: { kind: 'drop', when: 'after' }, rate: 0.2 },
        { fault: { kind: 'status', status: 502 }, rate: 0.3 },
        { fault: { kind: 'status', status: 429, retryAfter: 1 }, rate: 0.1 },
      );
      await look().catch((error: unknown) => {
        expect(error).toBeInstanceOf(ConnectorError);
        expect((error as ConnectorError).retryable).toBe(true);
        thrown += 1;
      });
    }
  }
  twin.faults.set();
  for (const { commit } of open) commit();
  await look();
  await look();
  await twin.close();

  expect(thrown).toBeGreaterThan(0);
  expect(seen.length).toBe(new Set(seen).size);
  const last = twin.server
    .rows('crm.lead')
    .filter((row) => String(row['write_date']) >= '2026-03-02 09:00:00')
    .map((row) => `crm.lead:${row.id}:${String(row['write_date']).slice(0, 19)}`);
  expect(last.filter((key) => !seen.includes(key))).toEqual([]);
});
