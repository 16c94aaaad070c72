import type { Board } from '@pebble/contract/boards';
import { CardDetail, type Attachment, type Card, type Mail } from '@pebble/contract/cards';
import { EVENT_TYPES, type EventType } from '@pebble/contract/event-types';
import { Event } from '@pebble/contract/events';
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { fakeBoards } from './fake-boards.ts';
import { judge } from './fake-judge.ts';
import { FakeLetters } from './fake-letters.ts';
import { ENTITIES } from './fake-people.ts';

export interface NewMail {
  subject: string;
  from: string;
  body: string;
  html?: string | undefined;
  /** Mails with the same thread land on the same card. */
  thread?: string | undefined;
  /** ISO 8601; now when left out. */
  at?: string | undefined;
  entity?: string | undefined;
  to?: string[] | undefined;
  attachments?: Omit<Attachment, 'id'>[];
}

type EventFacts = Partial<
  Pick<Event, 'card_id' | 'entity_id' | 'actor' | 'actor_name' | 'data' | 'occurred_at'>
>;

/** Boards, cards and the event log of one tenant, in memory. */
export class FakeWorld {
  readonly boards: Board[] = fakeBoards();
  readonly cards = new Map<string, CardDetail>();
  readonly letters = new FakeLetters(this);
  readonly events: Event[] = [];
  readonly log = new EventEmitter<{ event: [Event] }>().setMaxListeners(0);
  readonly #threads = new Map<string, string>();

  /** Creates the card of a thread, or appends to it, as the worker does; answers the card's id. */
  addMail(draft: NewMail): string {
    const mail = toMail(draft);
    const thread = draft.thread ?? mail.id;
    const known = this.cards.get(this.#threads.get(thread) ?? '');
    if (known) {
      this.#append(known, mail);
      return known.id;
    }
    const card = this.#create(draft, mail);
    this.#threads.set(thread, card.id);
    return card.id;
  }

  /** Moves a card without asking whether the board allows it. */
  place(cardId: string, to: string, actor = 'system', actorName: string | null = null): Card {
    const card = this.cards.get(cardId);
    if (!card) throw new Error('no such card');
    const from = card.column;
    const moved = this.#save({ ...card, column: to, reopened: false });
    const who = { actor, actor_name: actorName };
    this.tell('card.moved', { card_id: cardId, ...who, data: { from, to, board: card.board } });
    return moved;
  }

  /** Changes a card's facts, for scenes that the rules above do not make. */
  adjust(cardId: string, change: Partial<Card>): void {
    const card = this.cards.get(cardId);
    if (card) this.cards.set(cardId, CardDetail.parse({ ...card, ...change }));
  }

  boardOf(key: string): Board | undefined {
    return this.boards.find((board) => board.key === key);
  }

  #create(draft: NewMail, mail: Mail): CardDetail {
    const verdict = judge(`${draft.subject} ${draft.body}`);
    const entity = ENTITIES.find((one) => one.slug === draft.entity) ?? ENTITIES[1];
    if (!entity) throw new Error('no entity');
    const card = this.#save({
      id: randomUUID(),
      entity_id: entity.id,
      board: verdict.stream,
      column: verdict.abstained ? 'triage' : 'new',
      title: draft.subject,
      ...verdict,
      from_name: mail.from_name,
      from_address: mail.from_address,
      mail_count: 1,
      reopened: false,
      version: 0,
      created_at: mail.received_at,
      last_mail_at: mail.received_at,
      merged_into: null,
      mailboxes: [],
      linked: [],
      also_elsewhere: false,
      mails: [mail],
      history: [],
    });
    const data = { board: card.board, column: card.column };
    this.tell('card.created', {
      card_id: card.id,
      actor: 'flow:email-triage',
      occurred_at: mail.received_at,
      data,
    });
    return card;
  }

  #append(card: CardDetail, mail: Mail): void {
    const closed =
      this.boardOf(card.board)?.columns.find((column) => column.key === card.column)?.terminal ?? false;
    this.#save({
      ...card,
      ...(closed ? { column: 'triage', reopened: true } : {}),
      mail_count: card.mail_count + 1,
      last_mail_at: mail.received_at,
      mails: [...card.mails, mail],
    });
    const type = closed ? 'card.reopened' : 'card.mail_appended';
    this.tell(type, { card_id: card.id, actor: 'flow:email-triage', occurred_at: mail.received_at });
  }

  #save(draft: Omit<CardDetail, 'updated_at'>): CardDetail {
    const updated_at = new Date().toISOString();
    const card = CardDetail.parse({ ...draft, version: draft.version + 1, updated_at });
    this.cards.set(card.id, card);
    return card;
  }

  /** Writes an event into the log. */
  tell(type: EventType, facts: EventFacts = {}): void {
    const card = this.cards.get(facts.card_id ?? '');
    const event = Event.parse({
      id: String(this.events.length + 1),
      type,
      label: EVENT_TYPES[type],
      card_id: null,
      tracking_id: null,
      actor: 'system',
      actor_name: null,
      data: {},
      source_system: 'pebble',
      correlation_id: randomUUID(),
      occurred_at: new Date().toISOString(),
      ...facts,
      entity_id: card?.entity_id ?? null,
    });
    this.events.push(event);
    if (card) this.cards.set(card.id, { ...card, history: [event, ...card.history] });
    this.log.emit('event', event);
  }
}

function toMail(draft: NewMail): Mail {
  const [, name = '', address = draft.from] = /^(.*?)\s*<([^>]+)>$/.exec(draft.from) ?? [];
  const at = draft.at ?? new Date().toISOString();
  return {
    id: randomUUID(),
    tracking_id: randomUUID(),
    message_id: `<${randomUUID()}@mail.example>`,
    subject: draft.subject,
    from_name: name,
    from_address: address,
    to: draft.to ?? ['sales@gulf.meridian.example'],
    cc: [],
    text: draft.body,
    html: draft.html ?? null,
    sent_at: at,
    received_at: at,
    attachments: (draft.attachments ?? []).map((attachment) => ({ id: randomUUID(), ...attachment })),
  };
}
