import { spawnSync } from 'node:child_process';
import { chmod, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchDir } from '../../runtime/testing/scratch-dir.ts';
import { findBinaries } from './binaries.ts';
import { asOtherUser, asOurselves, chooseRunAs, inUserNamespace, NOBODY, type RunAs } from './run-as.ts';
import { query, startScratch } from './testing/scratch.ts';

const isRoot = process.getuid?.() === 0;
/** Containers forbid one or the other. */
const allows = ({ prefix: [program = '', ...args] }: RunAs) =>
  spawnSync(program, [...args, 'true'], { stdio: 'ignore' }).status === 0;

test.skipIf(isRoot)('an ordinary user runs Postgres as is', async () => {
  const { postgres } = await findBinaries();
  expect(await chooseRunAs(await scratchDir(), postgres)).toBe(asOurselves);
});

describe.runIf(isRoot && allows(asOtherUser(NOBODY)))('as root', () => {
  test('a directory that only root may enter is fine, also without user namespaces', async () => {
    const locked = join(await scratchDir(), 'locked');
    await mkdir(locked, { mode: 0o700 });
    const server = await startScratch(join(locked, 'pg'), { runAs: asOtherUser(NOBODY) });
    expect(await query(server.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect((await stat(join(locked, 'pg/data'))).uid).toBe(NOBODY.uid);
  });

  test.runIf(allows(inUserNamespace))('data made one way is served the other way', async () => {
    const dir = await scratchDir();
    const first = await startScratch(dir, { runAs: inUserNamespace });
    await query(first.connection, 'CREATE TABLE kept (n int)');
    await first.stop();
    const second = await startScratch(dir, { runAs: asOtherUser(NOBODY) });
    expect(await query(second.connection, 'SELECT n FROM kept')).toEqual([]);
  });

  test("a user's data stays that user's", async () => {
    const dir = await scratchDir();
    await chmod(dir, 0o755);
    const user = { uid: 1, gid: 1 }; // "daemon", an account that every Linux has
    await (await startScratch(dir, { runAs: asOtherUser(user) })).stop();
    const { postgres } = await findBinaries();
    expect(await chooseRunAs(join(dir, 'data'), postgres)).toEqual(asOtherUser(user));
  });
});
