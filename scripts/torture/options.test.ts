import { expect, test } from 'vitest';
import { readTortureOptions } from './options.ts';

const read = (line: string) => readTortureOptions(line.split(' ').filter(Boolean), () => 0.25);

test('reads the storm of the handbook, on Redis because it is to forget', () => {
  const line =
    '--mails 1000 --duplicates 0.1 --poison 0.02 --kill-every 5 --flush-redis 2 --restart-postgres 1';
  expect(read(line)).toMatchObject({
    mode: 'storm',
    mails: 1000,
    duplicates: 0.1,
    poison: 0.02,
    killEvery: 5,
    flushRedis: 2,
    restartPostgres: 1,
    transports: ['redis'],
    seed: 250_000,
  });
});

test('runs on Postgres when nothing asks for Redis', () => {
  expect(read('')).toMatchObject({ transports: ['postgres'], mails: 400, apis: 1, workers: 2, keep: false });
});

test('tries crash points on both transports, or on the one that is named', () => {
  expect(read('--crash-points --only accept')).toMatchObject({
    mode: 'crash-points',
    transports: ['postgres', 'redis'],
    only: 'accept',
  });
  expect(read('--crash-points --transport redis')).toMatchObject({ transports: ['redis'] });
});

test('shows its usage', () => {
  expect(read('--help')).toBeNull();
});

test.each([
  ['--mails none', '--mails must be a whole number'],
  ['--mails 0', '--mails must be a whole number'],
  ['--kill-every 0.1', '--kill-every must be'],
  ['--duplicates 2', '--duplicates must be a share'],
  ['--duplicates 0.8 --poison 0.3', 'must leave at least a tenth'],
  ['--transport kafka', '--transport must be postgres or redis'],
  ['--flush-redis 1 --transport postgres', '--flush-redis needs --transport redis'],
  ['--what', "Unknown option '--what'"],
])('refuses %s', (line, message) => {
  expect(() => read(line)).toThrow(message);
});
