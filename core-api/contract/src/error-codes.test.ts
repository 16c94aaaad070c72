import { describe, expect, it } from 'vitest';
import { ENDPOINTS } from './endpoints.ts';
import { ERRORS, type ErrorCode } from './error-codes.ts';
import { EVENT_TYPES } from './event-types.ts';

describe('problems', () => {
  it('that only some endpoints answer are named by one of them', () => {
    const everywhere = new Set<ErrorCode>([
      ...(['invalid_request', 'unauthenticated', 'forbidden', 'internal', 'method_not_allowed'] as const),
    ]);
    const named = new Set(ENDPOINTS.flatMap((endpoint) => endpoint.errors));
    const codes = Object.keys(ERRORS) as ErrorCode[];
    expect(codes.filter((code) => !named.has(code) && !everywhere.has(code))).toEqual([]);
  });

  it('have a status that HTTP knows for them', () => {
    for (const [code, { status, title }] of Object.entries(ERRORS)) {
      expect(status, code).toBeGreaterThanOrEqual(400);
      expect(status, code).toBeLessThan(600);
      expect(title, code).not.toMatch(/\.$/);
      expect(code).toMatch(/^[a-z_]+$/);
    }
  });
});

describe('event types', () => {
  it('have a name for people, each its own', () => {
    const labels = Object.values(EVENT_TYPES);
    expect(new Set(labels).size).toBe(labels.length);
    expect(EVENT_TYPES['mail.duplicate_ignored']).toBe('Duplicate Ignored');
    for (const type of Object.keys(EVENT_TYPES)) expect(type).toMatch(/^[a-z_]+\.[a-z_]+$/);
  });
});
