import type { StoredEvent } from './stored-event.ts';

/** What an event is about, for a person who has to look into it. */
export type EventLabel = Pick<
  StoredEvent,
  'id' | 'type' | 'card_id' | 'inbound_id' | 'actor' | 'occurred_at'
>;

/** One thing that is not as it was sealed. Heights are those of blocks. */
export type Finding =
  | { kind: 'event_altered'; height: number; event: EventLabel }
  | { kind: 'event_removed'; height: number; id: string; sealedAt: string }
  | { kind: 'event_inserted'; event: EventLabel }
  | { kind: 'block_altered'; height: number }
  | { kind: 'blocks_removed'; from: number; to: number }
  /** The block itself is whole, but it was made to follow another one. */
  | { kind: 'link_broken'; height: number }
  /** From here on at the latest, the chain is another than the one that was anchored. */
  | { kind: 'chain_replaced'; height: number; sealedAt: string }
  | { kind: 'tail_cut'; from: number; to: number; lastId: string; sealedAt: string }
  | { kind: 'tenant_missing'; height: number }
  | { kind: 'anchor_unreadable'; line: number };

export function labelOf({ id, type, card_id, inbound_id, actor, occurred_at }: StoredEvent): EventLabel {
  return { id, type, card_id, inbound_id, actor, occurred_at };
}

/** A finding in one line. Holds nothing of what a mail or a person said. */
export function describeFinding(finding: Finding): string {
  switch (finding.kind) {
    case 'event_altered':
      return `${event(finding.event)} was altered after block ${finding.height} had sealed it`;
    case 'event_removed':
      return `event ${finding.id} was removed; block ${finding.height} had sealed it by ${finding.sealedAt}`;
    case 'event_inserted':
      return `${event(finding.event)} was inserted behind the seal: no block covers it`;
    case 'block_altered':
      return `block ${finding.height} was altered; it can vouch for its events no longer`;
    case 'blocks_removed':
      return `${blocks(finding.from, finding.to)} removed`;
    case 'link_broken':
      return `block ${finding.height} does not follow the block before it`;
    case 'chain_replaced':
      return `block ${finding.height} is not the one that was anchored, sealed ${finding.sealedAt}: the chain was made anew`;
    case 'tail_cut':
      return (
        `the end was cut off: the chain reached block ${finding.to} and now ends with block ${finding.from - 1}; ` +
        `its last event was ${finding.lastId}, sealed ${finding.sealedAt}`
      );
    case 'tenant_missing':
      return `the tenant is anchored up to block ${finding.height}, but this database does not have it`;
    case 'anchor_unreadable':
      return `line ${finding.line} of the anchor file cannot be read`;
  }
}

function event({ id, type, card_id, inbound_id, actor, occurred_at }: EventLabel): string {
  const about = [card_id && `card ${card_id}`, inbound_id && `mail ${inbound_id}`].filter(Boolean);
  return `event ${id} (${[type, ...about, `by ${actor}`, occurred_at].join(', ')})`;
}

function blocks(from: number, to: number): string {
  return from === to ? `block ${from} was` : `blocks ${from} to ${to} were`;
}
