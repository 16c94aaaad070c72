import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from '../lab.ts';
import { tenth } from './drive.ts';
import { sender } from './mail.ts';
import type { Rig } from './rig.ts';

/**
 * Mails at a steady rate: milliseconds from the moment of sending to the event that tells of the card. Beside them, with `poison`, the
 * given share of mails that die.
 */
export async function measureLatency(
  rig: Rig,
  options: { perSecond: number; seconds: number; tenant?: number; poison?: number },
) {
  const signIn = rig.tenants[options.tenant ?? 0];
  if (!signIn) throw new Error('no such tenant');
  const api = await rig.start('api');
  const mails = await sender(api.ready ?? '', signIn, 32);
  const sent = new Map<string, number>();
  const poisoned: string[] = [];
  const each = options.poison ? Math.round(1 / options.poison) : Infinity;
  const posting: Promise<void>[] = [];
  const started = performance.now();
  for (let n = 0; n < options.perSecond * options.seconds; n += 1) {
    await pause(Math.max(0, started + (n * 1000) / options.perSecond - performance.now()));
    const at = Date.now();
    posting.push(mails.post().then((id) => void sent.set(id, at)));
    if ((n + 1) % each === 0) posting.push(mails.post('poison').then((id) => void poisoned.push(id)));
  }
  await Promise.all(posting);
  while ((await openAmong(rig, [...sent.keys(), ...poisoned])) > 0) await pause(50);
  await mails.close();
  const times = await cardTimes(rig, sent);
  await api.stop();
  return {
    per_s: options.perSecond,
    mails: sent.size,
    poison: poisoned.length,
    p50_ms: tenth(percentile(times, 0.5)),
    p99_ms: tenth(percentile(times, 0.99)),
    worst_ms: tenth(Math.max(...times)),
  };
}

async function openAmong(rig: Rig, ids: readonly string[]): Promise<number> {
  const { rows } = await rig.asOwner((client) =>
    client.query<{ count: string }>(
      `SELECT count(*) FROM inbound_emails WHERE id = ANY ($1) AND state IN ('accepted', 'processing')`,
      [ids],
    ),
  );
  return Number(rows[0]?.count);
}

async function cardTimes(rig: Rig, sent: ReadonlyMap<string, number>): Promise<number[]> {
  const { rows } = await rig.asOwner((client) =>
    client.query<{ inbound_id: string; occurred_at: Date }>(
      `SELECT inbound_id, occurred_at FROM events WHERE inbound_id = ANY ($1) AND type IN ('card.created', 'card.mail_appended')`,
      [[...sent.keys()]],
    ),
  );
  if (rows.length < sent.size) throw new Error(`${sent.size - rows.length} mails have no card`);
  return rows.map((row) => row.occurred_at.getTime() - (sent.get(row.inbound_id) ?? 0));
}
