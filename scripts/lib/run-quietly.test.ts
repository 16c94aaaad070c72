import { familyOf, stillRunning } from '@pebble/core-api/runtime/testing/processes';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { runQuietly } from './run-quietly.mjs';

const here = { cwd: import.meta.dirname };

test('output is handed back when all is well', async () => {
  expect(await runQuietly(['sh', '-c', 'echo out; echo err >&2'], here)).toBe('out\nerr\n');
});

test('the beginning of the output and the command are told when it fails', async () => {
  const failing = runQuietly(['sh', '-c', 'echo cause; seq 1000 2000; exit 3'], here);
  await expect(failing).rejects.toThrow(/^cause\n1000\n[^]*…\n\n"sh -c .*" failed\.$/);
  await expect(failing).rejects.not.toThrow('2000\n');
});

test('a program that is not there is named', async () => {
  await expect(runQuietly(['no-such-program'], here)).rejects.toThrow('no-such-program does not run');
});

test('a script that is told to stop takes its command with it', async () => {
  const url = (file: string) => new URL(file, import.meta.url).href;
  const source = `
    import { runQuietly } from '${url('run-quietly.mjs')}';
    import { runScript } from '${url('script-error.mjs')}';
    await runScript(() => runQuietly(['sleep', '600'], { cwd: '.' }));`;
  const script = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: 'ignore' });
  onTestFinished(() => void script.kill('SIGKILL'));
  let family: number[] = [];
  await expect.poll(() => (family = familyOf(script.pid ?? 0))).toHaveLength(2);
  script.kill('SIGTERM');
  expect(await once(script, 'exit')).toEqual([130, null]);
  await expect.poll(() => stillRunning(family)).toEqual([]);
});
