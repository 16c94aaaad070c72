import { expect, test } from 'vitest';
import { asHere } from './activepieces-engine.ts';

test('only the end of a name says whose flow it is', () => {
  const named = (displayName: string) =>
    asHere({ displayName, trigger: {}, schemaVersion: '20', notes: null }, 'acme').displayName;
  expect(named('Mail (acme)')).toBe('Mail');
  expect(named('Mail (acme) of the fair (acme)')).toBe('Mail (acme) of the fair');
  expect(named('Mail (acme) of the fair')).toBe('Mail (acme) of the fair');
});
