import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { armCrashPoint, CRASH_POINTS, crashPoint } from './crash-points.ts';
import { OperatorError } from './operator-error.ts';
import { runSource } from './testing/run-script.ts';

const SRC = fileURLToPath(new URL('..', import.meta.url));

/** Names in the source; those with a gap stand for one point of each endpoint. */
function placed(): RegExp[] {
  const sources = globSync('**/*.ts', { cwd: SRC }).filter((file) => !file.includes('.test.'));
  const calls = sources.flatMap((file) => [
    ...readFileSync(`${SRC}/${file}`, 'utf8').matchAll(/crashPoint\(\s*(?:'([^']+)'|`([^`]+)`)/g),
  ]);
  return calls.map(
    ([, plain, pattern = '']) => new RegExp(`^${plain ?? pattern.replace(/\$\{.*?\}/g, '\\w+')}$`),
  );
}

describe('crash points', () => {
  it('are all somewhere in the code, and all of those are named', () => {
    const found = placed();
    expect(CRASH_POINTS.filter((name) => !found.some((pattern) => pattern.test(name)))).toEqual([]);
    expect(found.filter((pattern) => !CRASH_POINTS.some((name) => pattern.test(name)))).toEqual([]);
  });

  it('do nothing as long as none is armed', () => {
    for (const name of CRASH_POINTS) crashPoint(name);
  });

  it('refuse a name that is none, and say which there are', () => {
    expect(() => armCrashPoint('lunch')).toThrow(OperatorError);
    expect(() => armCrashPoint('accept.received:0')).toThrow(/accept\.received, /);
  });

  it('kill the process where and when they are told to', async () => {
    const source = `
      import { armCrashPoint, crashPoint } from './crash-points.ts';
      armCrashPoint('accept.received:2');
      crashPoint('accept.received');
      crashPoint('accept.after-commit');
      process.stdout.write('once\\n', () => crashPoint('accept.received'));`;
    const child = runSource(source, import.meta.url);
    await child.printed('once');
    expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' });
  });
});
