import type { LinesReport } from '@pebble/contract/senders';
import { BlacklistEntry } from '@pebble/contract/senders';
import { MailLoop, NoisePolicy, PolicyKind } from '@pebble/contract/noise';
import { RefusedSender } from '@pebble/contract/sender-checks';
import { id } from './factories.ts';
import { fakeServer, type Handler } from './fake-server.ts';
import { decision } from './mails-server.ts';

const NOON = '2026-03-10T12:00:00.000Z';

export function senderEntry(change: Partial<BlacklistEntry> = {}): BlacklistEntry {
  return BlacklistEntry.parse({
    ...{ id: id(201), pattern: 'spam.example', note: 'advertising' },
    ...{ created_at: NOON, scope: 'tenant' },
    ...change,
  });
}

export function refusedSender(change: Partial<RefusedSender> = {}): RefusedSender {
  return RefusedSender.parse({
    ...{ id: id(211), sender: 'deals@spam.example', pattern: 'spam.example', scope: 'tenant' },
    ...{ mails: 1200, first_at: NOON, last_at: NOON },
    ...change,
  });
}

export function mailLoop(change: Partial<MailLoop> = {}): MailLoop {
  return MailLoop.parse({
    ...{ id: id(221), from_address: 'robot@monitor.example', subject: 'Disk full' },
    ...{ since: NOON, last_at: NOON, ignored: 40, active: true },
    ...change,
  });
}

export function noisePolicy(change: Partial<NoisePolicy> = {}): NoisePolicy {
  return NoisePolicy.parse({
    kinds: Object.fromEntries(PolicyKind.options.map((kind) => [kind, 'ignore'])),
    loop_guard: { enabled: true, mails: 50, authorised_mails: 600, window_minutes: 10 },
    updated_at: null,
    ...change,
  });
}

export function linesReport(change: Partial<LinesReport> = {}): LinesReport {
  return { added: 0, known: 0, refused: 0, results: [], ...change };
}

/** A server with one sender on each list; what a test does to them, it answers itself. */
export function sendersServer(more: Record<string, Handler> = {}) {
  const page = (items: unknown[]) => ({ items, next_cursor: null });
  return fakeServer({
    listBlacklist: ({ query }) =>
      page([
        query['scope'] === 'global'
          ? senderEntry({ id: id(202), pattern: 'phish.example', scope: 'global' })
          : senderEntry(),
      ]),
    listAuthorisedSenders: () =>
      page([senderEntry({ id: id(203), pattern: 'erp@supplier.example', note: '' })]),
    listRefusedSenders: () => page([refusedSender()]),
    listMailLoops: () => page([mailLoop()]),
    readOperator: () => ({ may_change: false }),
    readNoisePolicy: () => noisePolicy(),
    decideSender: ({ query }) => decision({ address: String(query['address']) }),
    ...more,
  });
}
