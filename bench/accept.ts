import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import pg from 'pg';
import { Pool } from 'undici';
import type { Target } from './accept-server.ts';
import { median, percentile, sampleMail } from './lab.ts';

const CLIENTS = 32;
const ROUNDS = 5;
const EACH = 2_000;

interface Round {
  perSecond: number;
  milliseconds: number[];
}

/**
 * Mails accepted per second over HTTP (202 after commit) at 32 clients, against raw single-row commits of the same bytes on
 * the same Postgres by 32 connections, round by round in turn.
 */
export async function benchAccept(): Promise<Record<string, unknown>> {
  const server = fork(new URL('./accept-server.ts', import.meta.url), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  try {
    const [target] = (await once(server, 'message')) as [Target];
    const accept = await acceptor(target);
    const commit = await rawCommitter(target);
    const rounds: { accept: Round; raw: Round }[] = [];
    await drive(accept.one, 500); // warm-up: compiled code and open connections on both sides
    await drive(commit.one, 500);
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push({ accept: await drive(accept.one, EACH), raw: await drive(commit.one, EACH) });
    }
    await accept.close();
    await commit.close();
    return summary(rounds);
  } finally {
    server.disconnect();
    await once(server, 'exit');
  }
}

function summary(rounds: { accept: Round; raw: Round }[]): Record<string, unknown> {
  const times = rounds.flatMap((round) => round.accept.milliseconds);
  return {
    accept_per_s: Math.round(median(rounds.map((round) => round.accept.perSecond))),
    raw_commits_per_s: Math.round(median(rounds.map((round) => round.raw.perSecond))),
    ratio: Number(median(rounds.map((round) => round.accept.perSecond / round.raw.perSecond)).toFixed(2)),
    p50_ms: Number(percentile(times, 0.5).toFixed(1)),
    p99_ms: Number(percentile(times, 0.99).toFixed(1)),
  };
}

let next = 0;

async function acceptor(target: Target) {
  const http = new Pool(target.url, { connections: CLIENTS, pipelining: 1 });
  const credentials = JSON.stringify({ email: 'admin@meridian.example', password: target.password });
  const json = { 'content-type': 'application/json' };
  const reply = await http.request({
    method: 'POST',
    path: '/api/v1/token/',
    body: credentials,
    headers: json,
  });
  const { access } = (await reply.body.json()) as { access: string };
  const headers = { 'content-type': 'message/rfc822', authorization: `Bearer ${access}` };
  return {
    async one(): Promise<void> {
      const body = sampleMail((next += 1));
      const answer = await http.request({ method: 'POST', path: '/api/v1/ingestion/email/', body, headers });
      await answer.body.dump();
      if (answer.statusCode !== 202) throw new Error(`accepting answered ${answer.statusCode}`);
    },
    close: () => http.close(),
  };
}

async function rawCommitter(target: Target) {
  const pool = new pg.Pool({ ...(target.owner as pg.PoolConfig), max: CLIENTS });
  await pool.query('CREATE TABLE bench_raw (id uuid PRIMARY KEY, raw bytea NOT NULL)');
  return {
    async one(): Promise<void> {
      const mail = Buffer.from(sampleMail((next += 1)));
      await pool.query({
        name: 'raw',
        text: 'INSERT INTO bench_raw VALUES ($1, $2)',
        values: [randomUUID(), mail],
      });
    },
    close: () => pool.end(),
  };
}

/** Runs `one` `count` times with all clients at once. */
async function drive(one: () => Promise<void>, count: number): Promise<Round> {
  const milliseconds: number[] = [];
  let left = count;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (left-- > 0) {
        const begun = performance.now();
        await one();
        milliseconds.push(performance.now() - begun);
      }
    }),
  );
  return { perSecond: (count / (performance.now() - started)) * 1000, milliseconds };
}
