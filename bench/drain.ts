import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { systemScope, type Scope } from '@pebble/core-api/db/scope';
import { acceptBatch } from '@pebble/core-api/features/ingestion/accept-batch';
import { fromRawMail } from '@pebble/core-api/features/ingestion/incoming-mail';
import { v7 as uuid } from 'uuid';
import { setTimeout as pause } from 'node:timers/promises';
import { inLab, median, sampleMail, type Lab } from './lab.ts';
import { findPlace, writeRaw } from './raw-mail.ts';

const MAILS = 2_000;
const CONNECTIONS = 8;
const ROUNDS = 4;

/**
 * Mails per second from accepted to card, through queue, flow and pieces, against raw transactions that write the same rows
 * on the same Postgres: one after the other, and from as many connections as the worker has hands.
 */
export async function benchDrain(): Promise<Record<string, unknown>> {
  return inLab({ api: true, worker: true }, async (lab) => {
    await drain(lab, 200); // warm-up
    await rawTransactions(lab, 200, CONNECTIONS);
    const rounds: { drained: number; one: number; many: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const drained = await drain(lab, MAILS / ROUNDS);
      const one = await rawTransactions(lab, MAILS / ROUNDS, 1);
      rounds.push({ drained, one, many: await rawTransactions(lab, MAILS / ROUNDS, CONNECTIONS) });
    }
    const of = (figure: (round: (typeof rounds)[number]) => number) => median(rounds.map(figure));
    return {
      mails_per_s: Math.round(of((round) => round.drained)),
      raw_per_s: Math.round(of((round) => round.one)),
      ratio: Number(of((round) => round.drained / round.one).toFixed(2)),
      raw_per_s_8_connections: Math.round(of((round) => round.many)),
      ratio_8_connections: Number(of((round) => round.drained / round.many).toFixed(2)),
    };
  });
}

let next = 0;

async function drain(lab: Lab, count: number): Promise<number> {
  const { db } = lab.pebble;
  const scope = await benchScope(lab);
  const offers = await Promise.all(
    Array.from({ length: count }, async () => {
      const mail = await fromRawMail(Buffer.from(sampleMail((next += 1))), undefined);
      return { mail, trackingId: uuid(), correlationId: randomUUID() };
    }),
  );
  const started = performance.now();
  for (let at = 0; at < count; at += 500)
    await db.withTenant(scope, (tx) => acceptBatch(tx, offers.slice(at, at + 500)));
  const unfinished = () =>
    db.withTenant(scope, (tx) =>
      tx.sql('inbound_emails').whereIn('state', ['accepted', 'processing']).first('id'),
    );
  while (await unfinished()) await pause(20);
  return (count / (performance.now() - started)) * 1000;
}

async function rawTransactions(lab: Lab, count: number, connections: number): Promise<number> {
  const { db, storage } = lab.pebble;
  const place = await findPlace(db, await benchScope(lab));
  const pool = new pg.Pool({ ...(storage.app as pg.PoolConfig), max: connections });
  let left = count;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = await pool.connect();
      while (left-- > 0) await writeRaw(client, place, left);
      client.release();
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  await pool.end();
  return count / seconds;
}

async function benchScope(lab: Lab): Promise<Scope> {
  const tenant = (await lab.pebble.db.tenants()).find(({ slug }) => slug === 'meridian');
  return systemScope(tenant?.id ?? '', 'bench', randomUUID());
}
