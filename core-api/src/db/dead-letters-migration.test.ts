import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Client } from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { migrate } from './migrate.ts';
import { asOwner } from './owner.ts';

const FOLDER = fileURLToPath(new URL('../../migrations/', import.meta.url));
const name = `m_${randomUUID().replaceAll('-', '')}`;
const admin = { ...inject('postgres'), database: 'postgres' };
const OWNER = `${name}_owner`;
let folder: string;

/** As on a managed server: the owner of the schema is no superuser, so that forced row security binds it too. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  await asOwner(admin, async (client) => {
    await client.query(`CREATE ROLE ${OWNER} LOGIN PASSWORD 'owner' NOSUPERUSER CREATEROLE`);
    // It would have made these roles itself, were this the first database of its server.
    await client.query(`GRANT pebble_app, pebble_doors TO ${OWNER} WITH ADMIN OPTION`);
    await client.query(`CREATE DATABASE ${name} OWNER ${OWNER}`);
    await client.query(`GRANT ${OWNER} TO CURRENT_USER`);
  });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await asOwner(admin, async (client) => {
    await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await client.query(`DROP OWNED BY ${OWNER}`);
    await client.query(`DROP ROLE ${OWNER}`);
  });
});

async function bring(client: Client, files: (name: string) => boolean): Promise<void> {
  for (const file of await readdir(FOLDER)) if (files(file)) await cp(join(FOLDER, file), join(folder, file));
  await migrate(client, pathToFileURL(`${folder}/`));
}

it('keeps the dead letters of the version before, with what it can tell of them', async () => {
  const ids = { tenant: randomUUID(), entity: randomUUID(), mail: randomUUID(), letter: randomUUID() };
  await asOwner({ ...admin, database: name }, async (superuser) => {
    await superuser.query(`ALTER SCHEMA public OWNER TO ${OWNER}`);
    await superuser.query(`SET ROLE ${OWNER}`);
    await bring(superuser, (file) => file < '0007');
    await superuser.query('RESET ROLE');
    await superuser.query(
      `SELECT set_config('pebble.source_system', 'test', false), set_config('pebble.correlation_id', 'c', false)`,
    );
    await superuser.query(`INSERT INTO tenants (id, slug, name) VALUES ($1, 'ours', 'Ours')`, [ids.tenant]);
    await superuser.query(
      `INSERT INTO entities (id, tenant_id, slug, name) VALUES ($2, $1, 'north', 'North')`,
      [ids.tenant, ids.entity],
    );
    await superuser.query(
      `INSERT INTO inbound_emails (id, tenant_id, entity_id, format, raw, from_address, state)
       VALUES ($3, $1, $2, 'rfc822', 'a mail', 'a@b.example', 'dead')`,
      [ids.tenant, ids.entity, ids.mail],
    );
    await superuser.query(
      `INSERT INTO sync_errors (id, tenant_id, entity_id, inbound_id, error_class, message, traceback, attempts, payload_sealed)
       VALUES ($4, $1, $2, $3, 'FlowFailed', 'step "x" failed 17 times', 'at x', 4, 'box')`,
      [ids.tenant, ids.entity, ids.mail, ids.letter],
    );
    await superuser.query(`SET ROLE ${OWNER}`);
    await bring(superuser, (file) => file < '0008');
    await superuser.query('RESET ROLE');
    const { rows } = await superuser.query('SELECT * FROM sync_errors');
    expect(rows).toMatchObject([
      {
        ...{
          id: ids.letter,
          status: 'open',
          version: 1,
          deaths: 1,
          step: null,
          payload_format: 'rfc822',
          payload_bytes: 6,
        },
        ...{ payload_key: null, payload_key_id: null, fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) },
      },
    ]);
    expect(rows[0].last_died_at).toEqual(rows[0].created_at);
    const deaths = await superuser.query('SELECT * FROM sync_error_deaths');
    expect(deaths.rows).toMatchObject([{ sync_error_id: ids.letter, number: 1, traceback: 'at x' }]);
    const forced = await superuser.query(
      `SELECT relname FROM pg_class WHERE relname IN ('sync_errors', 'sync_error_deaths', 'inbound_emails') AND relforcerowsecurity`,
    );
    expect(forced.rowCount).toBe(3);
  });
});
