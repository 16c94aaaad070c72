import { pino } from 'pino';
import { createTransport } from 'nodemailer';
import type { TestCore } from '../../../../test/test-core.ts';
import { asOwner } from '../../../db/owner.ts';
import type { SmtpSettings } from '../../../runtime/smtp-settings.ts';
import { startSmtp, type SmtpDoor, type SmtpLimits } from '../start-smtp.ts';

export const PLAIN: SmtpSettings = {
  port: 0,
  host: '127.0.0.1',
  tls: 'off',
  certificate: null,
  credentials: new Map(),
  maxConnections: 50,
  mailsPerMinute: 10_000,
};

export function startTestSmtp(
  test: TestCore,
  settings: Partial<SmtpSettings> = {},
  limits: Partial<SmtpLimits> = {},
): Promise<SmtpDoor> {
  const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
  return startSmtp({ ...PLAIN, ...settings }, { db: test.db, acceptor: test.core.acceptor, log }, limits);
}

export interface Envelope {
  from?: string;
  to: string | string[];
}

/** Sends raw mail with a real client; resolves to the server's reply, or rejects with its `responseCode`. */
export async function sendMail(
  port: number,
  raw: Uint8Array,
  envelope: Envelope,
  options: object = {},
): Promise<{ response: string; rejected: string[] }> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true, ...options });
  try {
    const { response, rejected } = await transport.sendMail({
      raw: Buffer.from(raw),
      envelope: { from: 'ada@buyer.example', ...envelope },
    });
    return { response, rejected: rejected.map(String) };
  } finally {
    transport.close();
  }
}

/** The tracking ids in the server's reply to a mail. */
export function idsOf(response: string): string[] {
  return /Accepted as (.*)$/.exec(response)?.[1]?.split(', ') ?? [];
}

/** Breaks every connection to the database and lets none in, until the returned function is called. */
export async function takeDatabaseAway(test: TestCore): Promise<() => Promise<void>> {
  const { database } = test.owner;
  const run = (...statements: string[]) =>
    asOwner({ ...test.owner, database: 'postgres' }, async (client) => {
      for (const statement of statements) await client.query(statement);
    });
  await run(
    `ALTER DATABASE ${database} ALLOW_CONNECTIONS false`,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`,
  );
  return () => run(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);
}
