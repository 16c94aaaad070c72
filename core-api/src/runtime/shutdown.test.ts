import { expect, test } from 'vitest';
import { runSource, type Running } from './testing/run-script.ts';

/** A server that says what it does; `stop` is the body of its stop function. */
function server(stop: string, options: { channel?: boolean; deadlineMs?: number } = {}): Running {
  const source = `
    import { installShutdown } from './shutdown.ts';
    const server = setInterval(() => {}, 1000);
    const never = new Promise(() => {});
    installShutdown(async (reason) => { console.log('stopping: ' + reason); ${stop} }, { deadlineMs: ${options.deadlineMs ?? 60_000} });
    console.log('up');`;
  return runSource(source, import.meta.url, options);
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s stops in peace, with code 0', async (signal) => {
  const running = server('clearInterval(server);');
  await running.printed('up');
  running.child.kill(signal);
  await running.printed(`stopping: ${signal}`);
  expect(await running.exited).toEqual({ code: 0, signal: null });
});

test('a launcher that lets go stops it', async () => {
  const running = server('', { channel: true });
  await running.printed('up');
  running.child.disconnect();
  await running.printed('stopping: launcher gone');
  expect(await running.exited).toEqual({ code: 0, signal: null });
});

test('a signal and a launcher that lets go are one stop, which is let finish', async () => {
  const running = server(
    `await new Promise((resolve) => process.once('disconnect', resolve)); console.log('finished');`,
    { channel: true },
  );
  await running.printed('up');
  running.child.kill('SIGINT');
  await running.printed('stopping: SIGINT');
  running.child.disconnect();
  await running.printed('finished');
  expect(await running.exited).toEqual({ code: 0, signal: null });
});

test('a second signal ends a stop that takes too long for the operator', async () => {
  const running = server('await never;');
  await running.printed('up');
  running.child.kill('SIGINT');
  await running.printed('stopping');
  running.child.kill('SIGINT');
  expect(await running.exited).toEqual({ code: 130, signal: null });
});

test('a stop that never ends is cut off at the deadline', async () => {
  const running = server('clearInterval(server); await never;', { deadlineMs: 50 });
  await running.printed('up');
  running.child.kill('SIGTERM');
  expect(await running.exited).toEqual({ code: 1, signal: null });
});

test('a stop that fails says so and ends with code 1', async () => {
  const running = server(`throw new Error('stuck');`);
  await running.printed('up');
  running.child.kill('SIGTERM');
  await running.printed('Stopping failed: Error: stuck');
  expect(await running.exited).toEqual({ code: 1, signal: null });
});
