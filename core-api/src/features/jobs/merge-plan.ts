/** What a merger has to know of a card. */
export interface CardFacts {
  id: string;
  createdAt: Date;
  /** A person or a rule has moved it, or a person has worked on it otherwise. */
  touched: boolean;
  /** Somebody of the mail that brings the cards together is on it. */
  shared: boolean;
}

export interface MergePlan {
  /** The card that the mail goes to. */
  target: string;
  /** Cards that the target takes over. */
  merge: string[];
  /** Cards that stay as they are, and that target and they point to each other. */
  link: string[];
}

/**
 * What becomes of cards that one mail belongs to. What nobody has touched goes into what somebody has touched, else into the
 * oldest. Two cards that both were worked on stay two: their columns, owners and decisions contradict each other, and only a
 * person can say which are right. So do cards that share no person with the mail, whatever identifiers it names.
 *
 * @param cards the nearest first, at least one
 */
export function planMerge(cards: readonly CardFacts[]): MergePlan {
  const shared = cards.filter((card) => card.shared);
  const target = shared.find((card) => card.touched) ?? oldest(shared) ?? cards[0];
  if (!target) throw new Error('a plan needs a card');
  const others = cards.filter((card) => card !== target);
  const goes = (card: CardFacts): boolean => target.shared && card.shared && !card.touched;
  return {
    target: target.id,
    merge: others.filter(goes).map((card) => card.id),
    link: others.filter((card) => !goes(card)).map((card) => card.id),
  };
}

function oldest(cards: readonly CardFacts[]): CardFacts | undefined {
  const byAge = (a: CardFacts, b: CardFacts) =>
    a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1);
  return cards.toSorted(byAge)[0];
}
