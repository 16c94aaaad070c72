import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SeededTenant } from '../../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import { asOwner } from '../../db/owner.ts';
import type { Connection } from '../../db/pool.ts';
import { Sealer } from './sealer.ts';
import { MASTER_KEY, tenantWithNotes } from './testing/sealed-tenant.ts';

const SCRIPT = fileURLToPath(new URL('../../../../scripts/audit-verify.ts', import.meta.url));

let test: TestDatabase;
let dataDir: string;
let tenant: SeededTenant;

beforeAll(async () => {
  test = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'pebble-audit-'));
  tenant = await tenantWithNotes(test.db, 3);
  await seal();
});
afterAll(async () => {
  await test.close();
  await rm(dataDir, { recursive: true });
});

async function seal(): Promise<void> {
  const log = pino({ level: 'silent' });
  await new Sealer({ db: test.db, log, masterKey: MASTER_KEY, dataDir }).close();
}

function urlOf(connection: Connection): string {
  if (typeof connection === 'string') return connection;
  const { host, port, user, password, database } = connection;
  return `postgres://${user}:${password}@${encodeURIComponent(host)}:${port}/${database}`;
}

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command as an operator would, against this test's database. */
function auditVerify(args: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const settings = {
    PATH: process.env['PATH'],
    DATA_DIR: dataDir,
    DATABASE_URL: urlOf(test.owner),
    DATABASE_APP_URL: urlOf(test.app),
    PEBBLE_MASTER_KEY: MASTER_KEY.toString('base64'),
    ...env,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT, ...args], { env: settings }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

it('says that an untouched log is intact', async () => {
  expect(await auditVerify()).toEqual({
    code: 0,
    stdout: `${tenant.slug}: 4 events in 1 block: intact\n`,
    stderr: '',
  });
});

it('names what was tampered with, and fails', async () => {
  const other = await tenantWithNotes(test.db, 1);
  await seal();
  const { rows } = await asOwner(test.owner, (client) =>
    client.query<{ id: string }>(
      `UPDATE events SET actor = 'user:forger' WHERE tenant_id = $1 AND type = 'flow.note' RETURNING id::text`,
      [other.id],
    ),
  );
  const { code, stdout } = await auditVerify();
  expect(code).toBe(1);
  expect(stdout).toContain(`${other.slug}: event ${rows[0]?.id} (flow.note, card `);
  expect(stdout).toContain(`${tenant.slug}: 4 events in 1 block: intact\n`);
  expect((await auditVerify(['--tenant', tenant.slug])).code).toBe(0);
  expect((await auditVerify(['--tenant', other.slug])).code).toBe(1);
});

it('tells "cannot be checked" from "not intact"', async () => {
  expect(await auditVerify(['--tenant', 'nobody'])).toEqual({
    code: 2,
    stdout: '',
    stderr: 'There is no tenant "nobody".\n',
  });
  const keyless = await auditVerify([], { PEBBLE_MASTER_KEY: '' });
  expect([keyless.code, keyless.stderr]).toEqual([2, expect.stringContaining('There is no key')]);
});

it('does not lock a running Pebble out when it is given another key', async () => {
  const wrong = { PEBBLE_MASTER_KEY: Buffer.alloc(32, 9).toString('base64'), DATABASE_APP_URL: '' };
  const { code, stderr } = await auditVerify([], wrong);
  expect([code, stderr]).toEqual([2, expect.stringContaining('this master key is not its own')]);
  await asOwner(test.app, (client) => client.query('SELECT 1'));
});
