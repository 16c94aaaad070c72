import { describe, expect, it } from 'vitest';
import { id, me } from '../../testing/factories.ts';
import { mailFilter, showsAll } from './mail-filter.ts';

const filter = (query: Record<string, string>) => mailFilter(query, me());

describe('what the list of mail is narrowed to', () => {
  it('is the usual period to begin with', () => {
    expect(filter({})).toEqual({
      state: null,
      noiseKind: null,
      sender: '',
      entityId: null,
      text: '',
      period: 'week',
    });
  });

  it('stands in the address', () => {
    const query = {
      state: 'done',
      sender: ' Ada@Buyer.example',
      entity: 'gulf',
      text: 'valves ',
      period: 'hour',
    };
    expect(filter(query)).toEqual({
      state: 'done',
      noiseKind: null,
      sender: 'ada@buyer.example',
      entityId: id(901),
      text: 'valves',
      period: 'hour',
    });
  });

  it('is ignored mail when it is a kind of noise, whatever else is said', () => {
    expect(filter({ noise_kind: 'bulk', state: 'done' })).toMatchObject({
      state: 'ignored',
      noiseKind: 'bulk',
    });
  });

  it('is nothing where the address is mistyped', () => {
    expect(filter({ noise_kind: 'spam', state: 'lost', entity: 'mars', period: 'toString' })).toEqual(
      filter({}),
    );
  });

  it('is known to be a time and nothing else', () => {
    expect(showsAll(filter({ period: 'all' }))).toBe(true);
    expect(showsAll(filter({}))).toBe(true);
    expect(showsAll(filter({ text: 'x' }))).toBe(false);
    expect(showsAll(filter({ state: 'dead' }))).toBe(false);
    expect(showsAll(filter({ noise_kind: 'bulk' }))).toBe(false);
  });
});
