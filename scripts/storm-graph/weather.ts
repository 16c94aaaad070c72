import { setTimeout as pause } from 'node:timers/promises';
import type { FaultRule } from '../../pieces/kit/twin/fault-dial.ts';
import { until } from '../torture/lab.ts';
import { FASTER, MAILBOXES, type Ground } from './ground.ts';

/** A mail that was delivered into a mailbox of the twin. */
export interface Sent {
  id: string;
  mailbox: string;
  messageId: string;
  /** Milliseconds since 1970. */
  at: number;
  phase: Phase;
}

export type Phase = 'push' | 'dead' | 'after';

const MINUTE_MS = 60_000 / FASTER;
/** Push is dead for half an hour of the storm's time. */
const DEAD_MS = 30 * MINUTE_MS;
const AROUND_MS = 8 * MINUTE_MS;

const FAULTS: readonly FaultRule[] = [
  { path: '/v1.0', rate: 0.03, fault: { kind: 'status', status: 429, retryAfter: 1 } },
  { path: '/v1.0', rate: 0.03, fault: { kind: 'status', status: 503 } },
  { path: '/v1.0', rate: 0.01, fault: { kind: 'status', status: 500 } },
  { path: '/v1.0', rate: 0.02, fault: { kind: 'slow', ms: 300 } },
  { path: '/v1.0', rate: 0.01, fault: { kind: 'drop', when: 'before' } },
  { path: '/v1.0', rate: 0.01, fault: { kind: 'drop', when: 'after' } },
];
const NOISE = { doubled: 0.3, late: 0.1, lateMs: 2_000, reordered: true, strangers: 0.05 };

/** Delivers all mails while everything goes wrong, and tells what it did. Returns what was delivered. */
export async function storm(
  ground: Ground,
  { mails, kills }: { mails: number; kills: readonly string[] },
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<Sent[]> {
  const { twin } = ground;
  const sent: Sent[] = [];
  const part = (share: number, phase: Phase, ms: number) =>
    deliver(ground, sent, { count: Math.round(mails * share), phase, ms }, signal);
  twin.notifications.set(NOISE);
  twin.faults.set(...FAULTS);
  say(
    'calls come doubled, late, out of order and from strangers; requests meet 429, 500, 503, slow and broken lines',
  );
  await part(0.25, 'push', AROUND_MS);
  await untilTaken(ground, sent.length, signal);
  twin.notifications.set({ dead: true });
  say(`push is dead for ${DEAD_MS / MINUTE_MS} minutes of the storm (${DEAD_MS / 1000} s)`);
  const dying = part(0.5, 'dead', DEAD_MS);
  await pause(DEAD_MS / 3, undefined, { signal });
  twin.expireTokens();
  say('all access tokens have expired');
  await dying;
  twin.expireDeltaTokens();
  for (const { id } of twin.subscriptions.list()) twin.subscriptions.forget(id);
  say('all delta tokens and all subscriptions are gone; push is alive again');
  twin.notifications.set(NOISE);
  const last = part(0.25, 'after', AROUND_MS);
  await killAll(ground, kills, signal, say);
  await last;
  twin.notifications.release();
  await untilTaken(ground, sent.length, signal);
  twin.faults.set();
  return sent;
}

/** Lets the worker die at one point after the other: each time it is started again at once, and the next start is armed. */
async function killAll(
  { worker }: Ground,
  kills: readonly string[],
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  for (const point of kills) {
    const before = worker.ends.length;
    await worker.stop();
    worker.start({ PEBBLE_CRASH_AT: `${point}:3` });
    const died = await until(
      () => worker.ends.slice(before).some((end) => end.signal === 'SIGKILL'),
      120_000,
      signal,
    );
    say(died ? `the worker was killed at ${point}` : `the worker never came to ${point}`);
  }
}

/** The mails of one phase, evenly over its time; some are copies of one that another mailbox gets too. */
async function deliver(
  { twin }: Ground,
  sent: Sent[],
  { count, phase, ms }: { count: number; phase: Phase; ms: number },
  signal: AbortSignal,
): Promise<void> {
  const started = performance.now();
  for (let at = 0; at < count; at += 1) {
    const due = (ms * at) / count - (performance.now() - started);
    if (due > 5) await pause(due, undefined, { signal });
    const number = sent.length;
    const isCopy = at % 20 === 19;
    const messageId = isCopy ? (sent.at(-1)?.messageId ?? '') : `<storm-${number}@buyer${number}.example>`;
    const mailbox = MAILBOXES[number % MAILBOXES.length] ?? '';
    const { id } = await twin.deliver(mailbox, {
      from: `buyer${number}@customer${number}.example`,
      subject: `Request for quotation ${number}: ball valves`,
      text: `Dear Sir, please send us your best quotation and price for ${number + 2} ball valves DN50.`,
      messageId,
    });
    sent.push({ id, mailbox, messageId, at: Date.now(), phase });
  }
}

/** Until nothing waits any more, in the ledgers and in the queue. @throws Error when it does not come to an end */
async function untilTaken({ postgres, database }: Ground, count: number, signal: AbortSignal): Promise<void> {
  const done = await until(
    () =>
      postgres.asOwner(database, async (client) => {
        const { rows } = await client.query<{ ended: number }>(
          `SELECT count(*)::int AS ended FROM feed_items i JOIN inbound_emails m ON m.id = i.tracking_id
           WHERE i.state = 'taken' AND m.state NOT IN ('accepted', 'processing')`,
        );
        return (rows[0]?.ended ?? 0) >= count;
      }),
    300_000,
    signal,
  );
  if (!done) throw new Error('not all mails were taken in within five minutes');
}
