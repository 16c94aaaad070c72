import { expect, it } from 'vitest';
import { createLog } from './create-log.ts';
import { describeError } from './describe-error.ts';

/** As pg throws them: fields beside the message repeat the row. */
function databaseError(): Error {
  const row = { severity: 'ERROR', code: '23505', detail: 'Key (email)=(ada@buyer.example) already exists.' };
  return Object.assign(new Error('invalid input syntax: "ada@buyer.example"'), row, { name: 'error' });
}

it('tells class, message and frames of an error and of what caused it', () => {
  const described = describeError(new TypeError('outer', { cause: new RangeError('inner') }));
  expect(described.errorClass).toBe('TypeError');
  expect(described.message).toBe('outer');
  expect(described.traceback).toMatch(/TypeError: outer\n\s+at [\s\S]+\ncaused by RangeError: inner\n\s+at /);
});

it('names a database error by its code, for Postgres quotes values in messages', () => {
  const described = describeError(new Error('could not save', { cause: databaseError() }));
  expect(JSON.stringify(described)).not.toContain('ada@');
  expect(described.traceback).toContain('database error 23505');
});

it('copes with what is no error, and with causes that go in circles', () => {
  expect(describeError('thrown text with a secret').traceback).toBe('');
  expect(describeError('thrown text with a secret').message).not.toContain('secret');
  const ring = new Error('ring');
  ring.cause = ring;
  expect(describeError(ring).errorClass).toBe('Error');
});

it('is what the log writes of an error', () => {
  const lines: string[] = [];
  createLog('info', { write: (line) => void lines.push(line) }).error({ err: databaseError() }, 'failed');
  expect(lines.join('')).toContain('23505');
  expect(lines.join('')).not.toContain('ada@');
});
