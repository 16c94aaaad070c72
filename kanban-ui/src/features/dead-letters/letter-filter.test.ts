import { describe, expect, it } from 'vitest';
import { id, me } from '../../testing/factories.ts';
import { FINGERPRINT } from '../../testing/operations-factories.ts';
import { letterFilter, showsCauses } from './letter-filter.ts';

const read = (query: Record<string, string>) => letterFilter(query, me());

describe('the filter of dead letters', () => {
  it('shows what is open when the address says nothing', () => {
    expect(read({})).toEqual({ status: 'open', fingerprint: null, entityId: null, text: '' });
  });

  it('reads everything that the address says', () => {
    expect(read({ status: 'discarded', cause: FINGERPRINT, entity: 'gulf', text: ' timeout ' })).toEqual({
      status: 'discarded',
      fingerprint: FINGERPRINT,
      entityId: id(901),
      text: 'timeout',
    });
    expect(read({ status: 'all' }).status).toBeNull();
  });

  it('is not narrowed by what is mistyped or not ours', () => {
    expect(read({ status: 'opened', cause: 'x', entity: 'mars' })).toEqual(read({}));
  });

  it('begins with causes, and goes on one by one when something is looked for', () => {
    const shows = (query: Record<string, string>) => showsCauses(query, read(query));
    expect([{}, { status: 'resolved' }, { entity: 'gulf' }].map(shows)).toEqual([true, true, true]);
    expect([{ view: 'list' }, { cause: FINGERPRINT }, { text: 'x' }].map(shows)).toEqual([
      false,
      false,
      false,
    ]);
  });
});
