import { useLayoutEffect, useRef } from 'react';

// The card that had the focus when its element left the page.
let orphan: string | null = null;

/**
 * Lets the focus travel with a card. A card that changes its column gets a new element in the same commit: the leaving
 * element says that it had the focus and the arriving one takes it; likewise when a move is taken back.
 */
export function useKeepFocus(cardId: string) {
  const link = useRef<HTMLAnchorElement>(null);
  useLayoutEffect(() => {
    const element = link.current;
    if (orphan === cardId) {
      orphan = null;
      element?.focus();
      element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
    return () => {
      if (!element?.closest('[data-card]')?.contains(document.activeElement)) return;
      orphan = cardId;
      const column = element.closest<HTMLElement>('[data-column]');
      // After this commit: nobody took it, so the card is gone or lies where the list is not loaded yet.
      queueMicrotask(() => {
        if (orphan !== cardId) return;
        orphan = null;
        (column?.querySelector<HTMLElement>('[data-card-link]') ?? column)?.focus();
      });
    };
  }, [cardId]);
  return link;
}
