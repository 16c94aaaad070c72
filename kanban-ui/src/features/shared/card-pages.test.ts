import { describe, expect, it } from 'vitest';
import { card, id } from '../../testing/factories.ts';
import { cardsOf, findIn, withCard, withoutCard, type CardPages } from './card-pages.ts';

/** A card whose newest mail came in minute `n`; the larger, the newer. */
const at = (n: number, rest: object = {}) =>
  card({ id: id(n), last_mail_at: `2026-03-10T12:${String(n).padStart(2, '0')}:00.000Z`, ...rest });

const pages = (items: number[][], more = false): CardPages => ({
  pages: items.map((page, index) => ({
    items: page.map((n) => at(n)),
    next_cursor: more || index < items.length - 1 ? `cursor-${index}` : null,
  })),
  pageParams: items.map(() => undefined),
});

const order = (list: CardPages) => cardsOf(list).map((one) => Number(one.id.slice(-4)));

describe('a list of cards', () => {
  it('puts a card where its newest mail belongs, on whichever page that is', () => {
    expect(
      order(
        withCard(
          pages([
            [9, 7],
            [5, 3],
          ]),
          at(8),
        ),
      ),
    ).toEqual([9, 8, 7, 5, 3]);
    expect(
      order(
        withCard(
          pages([
            [9, 7],
            [5, 3],
          ]),
          at(4),
        ),
      ),
    ).toEqual([9, 7, 5, 4, 3]);
    expect(order(withCard(pages([[9, 7]]), at(1)))).toEqual([9, 7, 1]);
    expect(order(withCard(pages([[]]), at(1)))).toEqual([1]);
  });

  it('moves a card up when it gets a new mail, and holds it once', () => {
    const raised = withCard(
      pages([
        [9, 7],
        [5, 3],
      ]),
      at(3, { last_mail_at: '2026-03-10T12:30:00.000Z' }),
    );
    expect(order(raised)).toEqual([3, 9, 7, 5]);
  });

  it('leaves out what belongs below the loaded part', () => {
    expect(order(withCard(pages([[9, 7]], true), at(1)))).toEqual([9, 7]);
  });

  it('breaks ties as the server does, by the greater id first', () => {
    const same = { last_mail_at: '2026-03-10T12:07:00.000Z' };
    expect(order(withCard(pages([[7]]), at(8, same)))).toEqual([8, 7]);
    expect(order(withCard(pages([[7]]), at(6, same)))).toEqual([7, 6]);
  });

  it('shows a card once that came twice because it moved between two pages', () => {
    expect(
      order(
        pages([
          [9, 7],
          [7, 5],
        ]),
      ),
    ).toEqual([9, 7, 5]);
  });

  it('is the same object when nothing changes', () => {
    const list = pages([[9, 7]]);
    expect(withoutCard(list, id(1))).toBe(list);
    expect(findIn(withoutCard(list, id(7)), id(7))).toBeUndefined();
  });
});
