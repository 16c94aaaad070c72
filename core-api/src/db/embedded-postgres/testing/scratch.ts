import { constants, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { scratchDir } from '../../../runtime/testing/scratch-dir.ts';
import { asOwner } from '../../owner.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from '../start.ts';

const PASSWORD = 'scratch';

/** A directory with an empty database in it: a copy, since making one takes ten times as long. */
export async function scratchCluster(): Promise<string> {
  const dir = await scratchDir();
  const source = join(await (template ??= makeTemplate()), 'data');
  await cp(source, join(dir, 'data'), { recursive: true, mode: constants.COPYFILE_FICLONE });
  return dir;
}

let template: Promise<string> | undefined;

async function makeTemplate(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'pebble-pg-template-'));
  const server = await startEmbeddedPostgres({ dir, password: PASSWORD, settings: { fsync: 'off' } });
  await server.stop();
  return dir;
}

afterAll(async () => {
  if (template) await rm(await template, { recursive: true });
});

/** A server that is stopped after the test, if the test has not done so. */
export async function startScratch(
  dir: string,
  options: Partial<EmbeddedPostgresOptions> = {},
): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({
    dir,
    password: PASSWORD,
    settings: { fsync: 'off' },
    ...options,
  });
  onTestFinished(() => server.stop());
  return server;
}

export function query<Row extends object>(
  connection: EmbeddedPostgres['connection'],
  statement: string,
  values: unknown[] = [],
): Promise<Row[]> {
  return asOwner({ ...connection, database: 'postgres' }, async (client) => {
    const { rows } = await client.query<Row>(statement, values);
    return rows;
  });
}
