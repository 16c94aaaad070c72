/** What the board reads from the page: the order in which cards are shown is the order in which they stand there. */

export function cardElement(cardId: string): HTMLElement | null {
  return document.querySelector(`[data-card="${CSS.escape(cardId)}"]`);
}

export function cardLink(cardId: string): HTMLElement | null {
  return cardElement(cardId)?.querySelector<HTMLElement>('[data-card-link]') ?? null;
}

export function moveButton(cardId: string): HTMLElement | null {
  return cardElement(cardId)?.querySelector<HTMLElement>('[data-move-button]') ?? null;
}

/** Id of the card that an element lies in. */
export function cardAt(target: EventTarget | null): string | null {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-card]') : null;
  return element?.dataset['card'] ?? null;
}

/** Key of the column at a point of the window. */
export function columnAt(x: number, y: number): string | null {
  const column = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-column]');
  return column?.dataset['column'] ?? null;
}

/** Ids of the shown cards, column by column. */
export function shownCards(board: Element): string[][] {
  return [...board.querySelectorAll('[data-column]')].map((column) =>
    [...column.querySelectorAll<HTMLElement>('[data-card]')].map((card) => card.dataset['card'] ?? ''),
  );
}
