import type { Event } from '@pebble/contract/events';

/** What has happened to one card since the last look; of several things, the most telling one. */
export interface CardChange {
  cardId: string;
  /** `detail`: only those who have the card open can see it. */
  kind: 'created' | 'reopened' | 'moved' | 'mail' | 'detail';
  /** True when the signed-in person did it, and nobody else did anything. */
  own: boolean;
  /** Key of the column that it was last moved to, when the events say so. */
  to: string | null;
}

const KINDS: Partial<Record<Event['type'], CardChange['kind']>> = {
  'card.created': 'created',
  'card.mail_appended': 'mail',
  'card.moved': 'moved',
  'card.reopened': 'reopened',
  'card.merged': 'mail',
  'card.linked': 'detail',
  'mail.duplicate_ignored': 'detail',
};
const WEIGHT = { created: 3, reopened: 2, moved: 1, mail: 0, detail: -1 };

/** Folds a burst of events into one change for each card. Events that change no card fall away. */
export function changesOf(events: readonly Event[], userId: string): CardChange[] {
  const changes = new Map<string, CardChange>();
  for (const event of events) {
    const kind = KINDS[event.type];
    if (!kind || event.card_id === null) continue;
    const before = changes.get(event.card_id);
    const to = event.data['to'];
    changes.set(event.card_id, {
      cardId: event.card_id,
      kind: before && WEIGHT[before.kind] > WEIGHT[kind] ? before.kind : kind,
      own: event.actor === `user:${userId}` && (before?.own ?? true),
      to: kind === 'moved' && typeof to === 'string' ? to : (before?.to ?? null),
    });
  }
  return [...changes.values()];
}
