import { expect, it } from 'vitest';
import { correlationId } from './correlation.ts';

it('keeps a harmless id of the caller', () => {
  expect(correlationId('req-2026.11:42')).toBe('req-2026.11:42');
});

it.each([undefined, '', 'short', 'a'.repeat(129), 'line\nbreak-in-a-log', '<script>alert(1)</script>'])(
  'makes a new one in place of %j',
  (given) => {
    expect(correlationId(given)).toMatch(/^[0-9a-f-]{36}$/);
    expect(correlationId(given)).not.toBe(correlationId(given));
  },
);
