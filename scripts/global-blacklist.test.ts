import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('global-blacklist.ts', import.meta.url));

/** In a folder that cannot be: none of these may come as far as a database. */
function run(...args: string[]) {
  const env = { ...process.env, DATA_DIR: '/dev/null/nowhere', DATABASE_URL: '' };
  return spawnSync(process.execPath, [SCRIPT, ...args], { encoding: 'utf8', env });
}

test.each([[[]], [['nonsense']], [['add']], [['remove', '--note', 'x']]])(
  'explains itself and fails when called with %j',
  (args) => {
    const { status, stdout, stderr } = run(...args);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('npm run blacklist:global -- add PATTERN');
  },
);

test('explains itself when asked to', () => {
  const { status, stdout } = run('--help');
  expect(status).toBe(0);
  expect(stdout).toContain('operator [SLUG]');
});

test('names an option that it does not know', () => {
  const { status, stderr } = run('list', '--all');
  expect(status).toBe(1);
  expect(stderr).toContain('--all');
});
