import { loadCatalog } from '@pebble/flows/catalog';
import { PIECES } from '@pebble/flows/pieces';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { scratchFiles } from '../lib/testing/scratch.ts';
import { checkFlows } from './check.ts';
import { compileFlows } from './compile.ts';
import { readEngine, readOptions } from './options.ts';
import { testFlows } from './test.ts';
import { edited } from './testing/edited.ts';
import { compare } from './verify.ts';
import type { Workshop } from './workshop.ts';

const SCRIPT = fileURLToPath(new URL('../flows.ts', import.meta.url));
const catalog = await loadCatalog();
const [triage] = catalog.filter((one) => one.id === 'email-triage');
if (!triage) throw new Error('no flow');
const never = () => {
  throw new Error('nothing of this is needed here');
};
const shop: Workshop = {
  root: fileURLToPath(new URL('../../flows', import.meta.url)),
  catalog,
  pieces: PIECES,
  ...{ desk: never, activepieces: never, n8n: never, publicUrl: null, by: 'console:ada' },
};

/** In a folder that cannot be: none of these may come as far as a database. */
function run(...args: string[]) {
  const env = { ...process.env, DATA_DIR: '/dev/null/nowhere', DATABASE_URL: '' };
  return spawnSync(process.execPath, [SCRIPT, ...args], { encoding: 'utf8', env });
}

test('every flow that ships is in order, and its cases pass', async () => {
  expect(checkFlows(shop, [])).toMatchObject({ ok: true });
  const report = await testFlows(shop, ['email-triage'], { n8n: false });
  expect(report.lines.at(-2)).toMatch(/^email-triage [\d.]+ in embedded: (\d+) of \1 cases pass\.$/);
  expect(report.lines.at(-1)).toContain('npm run test:nodes');
});

test('what n8n imports is fresh', async () => {
  const report = await compileFlows(shop, [], { check: true });
  expect(report.lines.filter((line) => !line.endsWith('is fresh.'))).toEqual([]);
});

test('a stale file is told, and written when asked to', async () => {
  const root = scratchFiles({ 'email-triage/n8n.json': '{}' });
  const there = { ...shop, root, catalog: [triage] };
  const stale = await compileFlows(there, [], { check: true });
  expect([stale.ok, stale.lines[0]]).toEqual([false, expect.stringContaining('npm run flows -- compile')]);
  expect((await compileFlows(there, ['email-triage'], { check: false })).ok).toBe(true);
  const written = readFileSync(join(root, 'email-triage/n8n.json'), 'utf8');
  expect(written).toBe(readFileSync(join(shop.root, 'email-triage/n8n.json'), 'utf8'));
  expect(existsSync(join(root, 'lead-to-odoo'))).toBe(false);
});

test('a case that fails says which step did what', async () => {
  const report = await testFlows({ ...shop, catalog: [edited(triage, '2.0.0')] }, [], { n8n: false });
  expect(report.ok).toBe(false);
  expect(report.lines.join('\n')).toMatch(/FAILED embedded email-triage duplicate\n {9}\S/);
});

test('differences are told in words', () => {
  const ran = {
    status: 'succeeded' as const,
    steps: { a: 'succeeded' as const },
    outputs: { a: 1 },
    errors: {},
  };
  expect(compare(ran, ran)).toEqual([]);
  const other = {
    status: 'failed' as const,
    steps: { b: 'failed' as const },
    outputs: { a: 2 },
    errors: { b: 'X' },
  };
  expect(compare(ran, other)).toEqual([
    'the run failed, not succeeded',
    'step "a": did not run, expected: succeeded',
    'step "b": failed, expected: was not to run',
    'error of "b": X, expected: none',
    'output of "a": 2, expected: 1',
  ]);
});

test('words are read, and an engine that there is not is told', () => {
  expect(readOptions(['deploy', 'x', '--to', 'n8n', '--from-tenant', 'a', '--json'])).toMatchObject({
    ...{ command: 'deploy', words: ['x'], to: 'n8n', fromTenant: 'a', json: true, overwrite: false },
  });
  expect(readOptions(['-h'])).toBeNull();
  expect(() => readOptions(['check', '--loud'])).toThrow('--loud');
  expect(() => readEngine('--to', 'zapier')).toThrow('embedded, activepieces, n8n');
});

test('explains itself, and fails with a code when it is called in a way that it does not know', () => {
  const help = run('--help');
  expect([help.status, help.stderr]).toEqual([0, '']);
  expect(help.stdout).toContain('npm run flows -- rollback');
  const unknown = run('destroy');
  expect([unknown.status, unknown.stdout]).toEqual([1, '']);
  expect(unknown.stderr).toContain('npm run flows -- check');
});

test('answers programs in JSON, refusals too', () => {
  const { status, stdout } = run('deploy', 'email-triage', '--to', 'nowhere', '--json');
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toEqual({ ok: false, error: expect.stringContaining('--to') });
  expect(JSON.parse(run('check', 'email-triage', '--json').stdout)).toMatchObject({
    ok: true,
    flows: [{ id: 'email-triage' }],
  });
});
