import { expect, test } from 'vitest';
import { AlreadyRunningError } from '../db/embedded-postgres/errors.ts';
import { ConfigError } from './config.ts';
import { explainFailure } from './operator-error.ts';

test('what the operator can act on is told without a stack', () => {
  expect(explainFailure(new ConfigError('set PORT'))).toBe('set PORT');
  expect(explainFailure(new AlreadyRunningError('the data', 42))).not.toContain('\n');
});

test('a taken port is told with its number', () => {
  const error = Object.assign(new Error('listen EADDRINUSE'), { code: 'EADDRINUSE', port: 3000 });
  expect(explainFailure(error)).toBe('Port 3000 is taken by another program. Set PORT to a free one.');
});

test('anything unexpected keeps its stack', () => {
  expect(explainFailure(new TypeError('a bug'))).toMatch(/TypeError: a bug\n\s+at /);
  expect(explainFailure('thrown text')).toBe('thrown text');
});
