import { Me, TokenPair } from '@pebble/contract/auth';
import { Board } from '@pebble/contract/boards';
import { Attachment, Card, CardDetail, Mail } from '@pebble/contract/cards';
import { ERRORS, type ErrorCode } from '@pebble/contract/error-codes';
import { EVENT_TYPES, type EventType } from '@pebble/contract/event-types';
import { Event } from '@pebble/contract/events';
import { Problem } from '@pebble/contract/problem';

// Every object is parsed by the contract's own schema, so that a test cannot invent a shape that no server sends.

const NOON = '2026-03-10T12:00:00.000Z';

/** A stable UUID for a small number, so that tests can name rows. */
export function id(n: number): string {
  return `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
}

export function card(change: Partial<Card> = {}): Card {
  return Card.parse({
    id: id(1),
    entity_id: id(901),
    board: 'crm',
    column: 'new',
    title: 'Price for 40 valves',
    stream: 'crm',
    intent: 'new_enquiry',
    probability: 0.94,
    decided_by: 'rules',
    abstained: false,
    reasons: ['quote', 'price'],
    from_name: 'Ada Buyer',
    from_address: 'ada@buyer.example',
    mail_count: 1,
    reopened: false,
    version: 1,
    created_at: NOON,
    updated_at: NOON,
    last_mail_at: NOON,
    ...change,
  });
}

export function mail(change: Partial<Mail> = {}): Mail {
  return Mail.parse({
    id: id(501),
    tracking_id: id(601),
    message_id: '<one@buyer.example>',
    subject: 'Price for 40 valves',
    from_name: 'Ada Buyer',
    from_address: 'ada@buyer.example',
    to: ['sales@meridian.example'],
    cc: [],
    text: 'Please quote 40 valves DN50.',
    html: null,
    sent_at: NOON,
    received_at: NOON,
    attachments: [],
    ...change,
  });
}

export function attachment(change: Partial<Attachment> = {}): Attachment {
  return Attachment.parse({
    id: id(701),
    filename: 'drawing.pdf',
    content_type: 'application/pdf',
    size: 20_480,
    state: 'stored',
    reason: null,
    ...change,
  });
}

export function event(type: EventType, change: Partial<Event> = {}): Event {
  return Event.parse({
    id: '17',
    type,
    label: EVENT_TYPES[type],
    entity_id: id(901),
    card_id: id(1),
    tracking_id: null,
    actor: 'system',
    actor_name: null,
    data: {},
    source_system: 'pebble',
    correlation_id: 'test',
    occurred_at: NOON,
    ...change,
  });
}

export function cardDetail(change: Partial<CardDetail> = {}): CardDetail {
  const apart = {
    merged_into: null,
    mailboxes: ['sales@meridian.example'],
    linked: [],
    also_elsewhere: false,
  };
  return CardDetail.parse({
    ...{ ...card(), ...apart, mails: [mail()], history: [event('card.created')] },
    ...change,
  });
}

/** A small CRM board: triage → new → qualified → won, back one step, and `won` only reopens into triage. */
export function board(change: Partial<Board> = {}): Board {
  const column = (key: string, name: string, moves_to: string[], rest: object = {}) => ({
    ...{ key, name, moves_to, triage: false, terminal: false, card_count: 0 },
    ...rest,
  });
  return Board.parse({
    id: id(801),
    key: 'crm',
    name: 'CRM',
    stream: 'crm',
    columns: [
      column('triage', 'Triage', ['new', 'qualified'], { triage: true }),
      column('new', 'New', ['triage', 'qualified']),
      column('qualified', 'Qualified', ['new', 'won']),
      column('won', 'Closed Won', ['triage'], { terminal: true }),
    ],
    ...change,
  });
}

export function me(change: Partial<Me> = {}): Me {
  return Me.parse({
    user_id: id(1001),
    email: 'manager.gulf@meridian.example',
    name: 'Manager Meridian Gulf',
    role: 'manager',
    tenant: { id: id(1101), slug: 'meridian', name: 'Meridian Trading' },
    entities: [{ id: id(901), slug: 'gulf', name: 'Meridian Gulf' }],
    ...change,
  });
}

export function tokenPair(n: number, expiresIn = 600): TokenPair {
  return TokenPair.parse({
    access: `access-${n}`,
    refresh: `refresh-${n}`,
    token_type: 'Bearer',
    expires_in: expiresIn,
  });
}

export function problem(code: ErrorCode, change: Partial<Problem> = {}): Problem {
  return Problem.parse({ type: 'about:blank', code, instance: 'test', ...ERRORS[code], ...change });
}
