/** What one list of cards shows: a column of a board, perhaps narrowed. */
export interface CardFilter {
  /** Key of the board. */
  board: string;
  /** Key of the column. */
  column: string;
  entityId: string | null;
  /** Words that title, sender or mail text must contain; `''` for none. */
  text: string;
}

export type CardListKey = readonly ['cards', CardFilter];

/** Names under which the query cache holds what several features show. */
export const keys = {
  boards: ['boards'] as const,
  cardLists: ['cards'] as const,
  cardList: (filter: CardFilter): CardListKey => ['cards', filter],
  cardDetails: ['card'] as const,
  cardDetail: (cardId: string) => ['card', cardId] as const,
};
