import { describe, expect, it } from 'vitest';
import { operationsHash, parseOperations } from './operations-route.ts';

describe('an address in operations', () => {
  it('survives a round trip with everything in it', () => {
    const query = { status: 'open', text: 'steel & co' };
    const hash = operationsHash('dead-letters', ['redrives', 'a/1'], query);
    expect(parseOperations(hash)).toEqual({ area: 'dead-letters', path: ['redrives', 'a/1'], query });
  });

  it('writes nothing that is not set', () => {
    expect(operationsHash('mails', [], { state: '', sender: undefined })).toBe('#/operations/mails');
    expect(operationsHash('dashboard')).toBe('#/operations');
  });

  it('is none outside of operations', () => {
    expect(['', '#/', '#/boards/crm', '#/operation'].map(parseOperations)).toEqual([null, null, null, null]);
  });

  it('leads to the dashboard when there is no such screen', () => {
    const start = { area: 'dashboard', path: [], query: {} };
    for (const hash of ['#/operations', '#/operations/', '#/operations/nowhere/1', '#/operations/%E0%A4%A'])
      expect(parseOperations(hash)).toEqual(start);
  });
});
