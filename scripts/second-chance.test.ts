import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { scratchFiles } from './lib/testing/scratch.ts';

const SCRIPT = fileURLToPath(new URL('second-chance.mjs', import.meta.url));
const VITEST = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));

/** Runs a suite made of these files as CI does, and reads what it left. */
async function chances(files: Record<string, string>) {
  const scripts = { test: `"${process.execPath}" "${VITEST}" run --globals --root .` };
  const suite = scratchFiles({ 'package.json': JSON.stringify({ type: 'module', scripts }), ...files });
  const folder = scratchFiles();
  // Not those of the run that we are part of.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$)/.test(name)),
  );
  const ci = spawn(process.execPath, [SCRIPT, folder, 'npm test', '5', 'npm', 'test'], {
    cwd: suite,
    env,
    stdio: 'ignore',
  });
  const [code] = (await once(ci, 'exit')) as [number];
  const [count, told] = ['count', 'told'].map((name) => readFileSync(join(folder, name), 'utf8'));
  return { code, count, told: told?.split('\n') };
}

const FINE = `test('is fine', () => {});`;
const onceOnly = (name: string) =>
  `import { existsSync, writeFileSync } from 'node:fs';
   const before = existsSync('${name}');
   writeFileSync('${name}', '');`;

test('counts a suite that is well, in one run', async () => {
  expect(await chances({ 'a.test.js': FINE, 'b.test.js': `${onceOnly('ran')}${FINE}` })).toEqual({
    code: 0,
    count: '2 0\n',
    told: [''],
  });
});

test('forgives what fails once, and names it; what fails twice has failed', async () => {
  const { code, count, told } = await chances({
    'fine.test.js': FINE,
    'wavers.test.js': `${onceOnly('one')}
      describe('a group', () => { test('wavers', () => expect(before).toBe(true)); });`,
    'loads.test.js': `${onceOnly('two')} if (!before) throw new Error('not yet'); ${FINE}`,
    'hook.test.js': `${onceOnly('three')} beforeAll(() => { if (!before) throw new Error('not yet'); }); ${FINE}`,
    'broken.test.js': `test('adds', () => expect({ sum: 1 + 1 }).toEqual({ sum: 3 })); ${FINE}`,
  });
  expect([code, count]).toEqual([1, '5 1\n']);
  const titles = told?.filter((line) => /^[A-Z]/.test(line)).map((line) => line.replace(/> .*\//, '> '));
  expect(titles?.sort()).toEqual([
    'FAILED: npm test > broken.test.js > adds',
    'UNSTEADY: npm test > hook.test.js > the file',
    'UNSTEADY: npm test > loads.test.js > the file',
    'UNSTEADY: npm test > wavers.test.js > a group > wavers',
  ]);
  const text = told?.join('\n');
  expect(text).toMatch(/not yet/);
  expect(text).toMatch(/AssertionError: .*\n +at .*broken\.test\.js:1:\d+\n[^]*- +"sum": 3[^]*\+ +"sum": 2/);
});

test('an error that no test is to blame for has its file run once more', async () => {
  const { code, count, told } = await chances({
    'stray.test.js': `${onceOnly('one')}
      if (!before) setTimeout(() => Promise.reject(new Error('stray')), 0);
      test('is slower', () => new Promise((resolve) => setTimeout(resolve, 50)));`,
  });
  expect([code, count]).toEqual([0, '1 0\n']);
  expect(told?.[0]).toMatch(/^UNSTEADY: npm test > .*stray\.test\.js > an error that nobody handled$/);
});

test('a run that is cut off says where it was', async () => {
  const hangs = `import { readFileSync } from 'node:fs';
    test('hangs', async () => {
      const told = () => readFileSync(process.env.RECORD_TESTS, 'utf8').includes('"hangs"');
      while (!told()) await new Promise((resolve) => setTimeout(resolve, 20));
      process.kill(process.ppid, 'SIGKILL');
      await new Promise(() => {});
    }, 600_000);`;
  const { code, count, told } = await chances({ 'hangs.test.js': `${FINE} ${hangs}` });
  expect([code, count]).toEqual([1, '0 2\n']);
  expect(told?.[0]).toMatch(/^FAILED: npm test > .*hangs\.test\.js > hangs$/);
  expect(told?.[2]).toBe('FAILED: npm test > the run as a whole');
});
