import { expect, test } from 'vitest';
import { readSendOptions } from './send-options.ts';

const read = (args: string[], env: NodeJS.ProcessEnv = {}) => readSendOptions(args, env, '/home/ada/pebble');

test('defaults', () => {
  expect(read(['samples'])).toEqual({
    path: '/home/ada/pebble/samples',
    url: 'http://127.0.0.1:3000',
    signIn: null,
    dataDir: '/home/ada/pebble/.pebble',
    concurrency: 4,
    patienceMs: 60_000,
  });
});

test('the environment of the server counts here too', () => {
  expect(read(['x'], { PORT: '4000', DATA_DIR: '/srv/data' })).toMatchObject({
    url: 'http://127.0.0.1:4000',
    dataDir: '/srv/data',
  });
});

test('a path is meant from where the person stands, not from where npm runs', () => {
  expect(read(['mail.eml'], { INIT_CWD: '/home/ada/post' })?.path).toBe('/home/ada/post/mail.eml');
});

test('options', () => {
  const args = [
    'x',
    '--url',
    'https://pebble.example/',
    '--email',
    'a@x.example',
    '--concurrency',
    '9',
    '--patience',
    '5',
  ];
  expect(read([...args, '--password', 'word'])).toMatchObject({
    url: 'https://pebble.example',
    signIn: { email: 'a@x.example', password: 'word' },
    concurrency: 9,
    patienceMs: 5000,
  });
  expect(read(args, { PEBBLE_PASSWORD: 'secret' })?.signIn?.password).toBe('secret');
});

test('asking for help is no error', () => {
  expect(read(['--help'])).toBeNull();
  expect(read(['-h'])).toBeNull();
});

test.each([
  [[], 'Name one file'],
  [['a', 'b'], 'Name one file'],
  [['a', '--bogus'], '--bogus'],
  [['a', '--url', 'nowhere'], '--url must be like'],
  [['a', '--url', 'ftp://x.example'], '--url must be like'],
  [['a', '--email', 'a@x.example'], 'needs --password'],
  [['a', '--concurrency', '0'], '--concurrency must be'],
  [['a', '--patience', 'long'], '--patience must be'],
])('%j is refused with a word on what to do', (args, message) => {
  expect(() => read(args)).toThrow(message);
});
