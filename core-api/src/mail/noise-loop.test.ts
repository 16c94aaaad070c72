import { describe, expect, it } from 'vitest';
import { LOOP_HEADER, loopKey, wasSentByUs } from './noise-loop.ts';

const key = (subject: string, change: Partial<Parameters<typeof loopKey>[0]> = {}) =>
  loopKey({ fromAddress: 'robot@buyer.example', subject, inReplyTo: [], references: [], ...change });

describe('mails of one sender are much the same', () => {
  it.each([
    ['Disk full', ' disk  FULL '],
    ['Ball valves', 'Re: Ball valves'],
    ['Re: Ball valves', 'RE: AW: Re[4]: Ball valves'],
    ['Re: [Ticket#1001] Ball valves', 'Re: [Ticket#1002] Ball valves'],
    ['رد: صمامات', 'صمامات'],
    ['回复：询价', 'Re: 询价'],
  ])('when their subjects are %j and %j', (one, other) => {
    expect(key(one)).toBe(key(other));
  });

  it('when both answer something, whatever number is counted up', () => {
    const answer = { inReplyTo: ['<q-1@us.example>'] };
    expect(key('[Ticket#1001] received', answer)).toBe(key('[Ticket#1002] received', answer));
    expect(key('', answer)).toBe(key('', { references: ['<q-2@us.example>'] }));
  });
});

describe('mails of one sender are different', () => {
  it.each([
    ['Purchase order 4500012345', 'Purchase order 4500012346'],
    ['Invoice 118', 'Invoice 119'],
    ['Ball valves', 'Gate valves'],
  ])('when their subjects are %j and %j and they answer nothing', (one, other) => {
    expect(key(one)).not.toBe(key(other));
  });

  it('from those of another sender with the same subject', () => {
    expect(key('Ball valves')).not.toBe(key('Ball valves', { fromAddress: 'ada@buyer.example' }));
  });

  it('as far as anybody can tell, when they have no subject', () => {
    expect(key('')).toBeNull();
    expect(key(' \u200f ')).toBeNull();
  });
});

it('the key is a number that a bigint column holds', () => {
  const limit = 2n ** 63n;
  for (const subject of ['a', 'b', 'c', 'd', 'e']) {
    const number = BigInt(key(subject) ?? 'none');
    expect(number >= -limit && number < limit).toBe(true);
  }
});

describe('a mail that Pebble has sent', () => {
  const sent = (...values: string[]) => wasSentByUs(new Map([[LOOP_HEADER, values]]), 'our-tenant');

  it('is known by the tenant in its header, also when another Pebble has added its own', () => {
    expect(sent('OUR-TENANT')).toBe(true);
    expect(sent('their-tenant', 'our-tenant')).toBe(true);
  });

  it('is not ours when it is the one of a customer', () => {
    expect(sent('their-tenant')).toBe(false);
    expect(wasSentByUs(new Map(), 'our-tenant')).toBe(false);
  });
});
