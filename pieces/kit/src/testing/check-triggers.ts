import { expect } from 'vitest';
import type { Connector, ConnectorPollTrigger, ConnectorWebhookTrigger } from '../connector.ts';
import { InputError, UpstreamError } from '../errors.ts';
import type { Item, PollResult } from '../trigger.ts';
import { expectSilence } from './check-failures.ts';
import type { PolledRecord, PollFixture } from './fixtures.ts';
import { echoing, frozen, rejectionOf, sampleCredential, sampleHost, tracesOf } from './probe-host.ts';

/** The sample works, the same payload gives the same items, and what is not the vendor's payload is an InputError. */
export function checkWebhook(trigger: ConnectorWebhookTrigger): void {
  const sample = frozen(trigger.sample);
  const items = trigger.items(sample);
  expect(items, `items of the sample of ${trigger.name}`).not.toHaveLength(0);
  expect(trigger.items(sample), `${trigger.name} is pure`).toEqual(items);
  checkKeys(items);
  for (const body of [null, 'text', 7, []]) {
    const read = () => trigger.items({ headers: {}, query: {}, body });
    expect(read, `${trigger.name} takes ${JSON.stringify(body)}`).toThrow(InputError);
  }
}

const EARLY = '2026-01-05T10:00:00.000Z';
const LATE = '2026-01-05T10:00:05.000Z';

/** The same cursor gives the same items, an item of the cursor's own instant is not lost, and a throw leaves the cursor as it was. */
export async function checkPoll(
  connector: Connector,
  trigger: ConnectorPollTrigger,
  fixture: PollFixture,
): Promise<void> {
  const credential = sampleCredential(connector);
  const context = { input: frozen({ ...fixture.input }), since: EARLY };
  const poll = (records: readonly PolledRecord[], cursor: PollResult['cursor']) =>
    trigger.poll(sampleHost(connector, fixture.serve(records)), cursor, context);
  const known = [record('a', EARLY), record('b', LATE)];
  const all = await poll(known, null);
  expect(await poll(known, null), 'the same items for the same cursor').toEqual(all);
  expect(all.items, 'items of two records').toHaveLength(2);
  checkKeys(all.items);

  // Stored by the host as JSON, and frozen to prove that nobody writes to it.
  const cursor = frozen(JSON.parse(JSON.stringify(all.cursor)) as PollResult['cursor']);
  const next = await poll([...known, record('c', LATE)], cursor);
  const fresh = freshKeys(next.items, all.items);
  expect(fresh, 'new items when one arrives at the very instant of the cursor').toHaveLength(1);

  const quiet = await poll([...known, record('c', LATE)], next.cursor);
  expect(freshKeys(quiet.items, [...all.items, ...next.items]), 'new items when nothing happened').toEqual(
    [],
  );

  const failure = await rejectionOf(
    trigger.poll(echoing(connector, 500), cursor, context),
    `${trigger.name} at 500`,
  );
  expect(failure, `${trigger.name} at 500`).toBeInstanceOf(UpstreamError);
  expectSilence(failure, tracesOf(credential));
  expect(await poll([...known, record('c', LATE)], cursor), 'the same items after a throw').toEqual(next);
}

function record(key: string, changed_at: string): PolledRecord {
  return { key, changed_at };
}

function checkKeys(items: readonly Item[]): void {
  const keys = items.map((item) => item.dedupeKey);
  expect(keys, 'no empty dedupe key').not.toContain('');
  expect(keys, 'unique dedupe keys').toEqual([...new Set(keys)]);
}

function freshKeys(items: readonly Item[], before: readonly Item[]): string[] {
  const seen = new Set(before.map((item) => item.dedupeKey));
  return items.map((item) => item.dedupeKey).filter((key) => !seen.has(key));
}
