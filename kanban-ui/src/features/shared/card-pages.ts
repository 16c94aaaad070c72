import type { Card } from '@pebble/contract/cards';
import type { InfiniteData } from '@tanstack/react-query';

export interface CardPage {
  items: Card[];
  next_cursor: string | null;
}

/** The loaded part of a list of cards, newest mail first, as the query cache holds it. */
export type CardPages = InfiniteData<CardPage, unknown>;

/** All loaded cards in order. A card that changed while pages were read can stand on two of them; the first counts. */
export function cardsOf(pages: CardPages): Card[] {
  const seen = new Map<string, Card>();
  for (const page of pages.pages) {
    for (const card of page.items) if (!seen.has(card.id)) seen.set(card.id, card);
  }
  return [...seen.values()];
}

export function findIn(pages: CardPages, cardId: string): Card | undefined {
  for (const page of pages.pages) {
    const found = page.items.find((card) => card.id === cardId);
    if (found) return found;
  }
  return undefined;
}

export function withoutCard(pages: CardPages, cardId: string): CardPages {
  if (!findIn(pages, cardId)) return pages;
  return mapItems(pages, (items) => items.filter((card) => card.id !== cardId));
}

/** Puts a card where its newest mail belongs, in place of any older copy; left out when that place is not loaded yet. */
export function withCard(pages: CardPages, card: Card): CardPages {
  const rest = withoutCard(pages, card.id);
  const page = rest.pages.findIndex((one) => one.items.some((other) => comesBefore(card, other)));
  const last = rest.pages.length - 1;
  if (page === -1 && (last < 0 || rest.pages[last]?.next_cursor !== null)) return rest;
  const at = page === -1 ? last : page;
  return mapItems(rest, (items, index) => (index === at ? insertSorted(items, card) : items));
}

/** Inserts into cards that are sorted by newest mail first. */
export function insertSorted(cards: readonly Card[], card: Card): Card[] {
  const at = cards.findIndex((other) => comesBefore(card, other));
  return at === -1 ? [...cards, card] : cards.toSpliced(at, 0, card);
}

// The server's order: newest mail first, then the greater id.
function comesBefore(card: Card, other: Card): boolean {
  const difference = Date.parse(card.last_mail_at) - Date.parse(other.last_mail_at);
  return difference === 0 ? card.id > other.id : difference > 0;
}

function mapItems(pages: CardPages, change: (items: Card[], index: number) => Card[]): CardPages {
  return {
    ...pages,
    pages: pages.pages.map((page, index) => {
      const items = change(page.items, index);
      return items === page.items ? page : { ...page, items };
    }),
  };
}
