import { describe, expect, it } from 'vitest';
import { board } from '../../testing/factories.ts';
import { columnName, isLegalMove, legalNeighbour, legalTargets } from './legal-moves.ts';

const crm = board();
const keysOf = (from: string) => legalTargets(crm, from).map((column) => column.key);

describe('legal moves', () => {
  it('are those of the board, in its order', () => {
    expect(keysOf('new')).toEqual(['triage', 'qualified']);
    expect(keysOf('won')).toEqual(['triage']);
    expect(keysOf('nowhere')).toEqual([]);
  });

  it('never lead to where the card is, or to a column that the board lost', () => {
    const odd = board({
      columns: crm.columns.map((one) => ({ ...one, moves_to: [one.key, 'gone', 'won'] })),
    });
    expect(legalTargets(odd, 'new').map((column) => column.key)).toEqual(['won']);
    expect(isLegalMove(odd, 'new', 'new')).toBe(false);
  });

  it('skip forbidden columns on the way to the next legal one', () => {
    expect(legalNeighbour(crm, 'won', 'left')?.key).toBe('triage');
    expect(legalNeighbour(crm, 'new', 'right')?.key).toBe('qualified');
    expect(legalNeighbour(crm, 'won', 'right')).toBeUndefined();
    expect(legalNeighbour(crm, 'triage', 'left')).toBeUndefined();
  });

  it('show a column by its name, and an unknown one by its key', () => {
    expect(columnName(crm, 'won')).toBe('Closed Won');
    expect(columnName(crm, 'old')).toBe('old');
    expect(columnName(undefined, 'won')).toBe('won');
  });
});
