import { SyncError, SyncErrorCause, SyncErrorDetail, SyncErrorPayload } from '@pebble/contract/dead-letters';
import { Redrive, RedriveItem } from '@pebble/contract/redrives';
import { Rehearsal } from '@pebble/contract/rehearsal';
import { id } from './factories.ts';

const NOON = '2026-03-10T12:00:00.000Z';
export const FINGERPRINT = '0123456789abcdef';

const explanation = {
  failed: 'the mail cannot be read: its header is damaged.',
  touches:
    'The mail from ada@buyer.example to sales@meridian.example has no card yet; nobody is working on it.',
  todo: 'Open the mail, mend what the message names, try it out, and redrive it.',
};

export function deadLetter(change: Partial<SyncError> = {}): SyncError {
  return SyncError.parse({
    id: id(301),
    tracking_id: id(401),
    entity_id: id(901),
    entity_name: 'Meridian Gulf',
    status: 'open',
    version: 1,
    fingerprint: FINGERPRINT,
    error_class: 'InvalidMail',
    step: null,
    message: 'The mail has more than 1000 attachments.',
    explanation,
    from_address: 'ada@buyer.example',
    mailbox: 'sales@meridian.example',
    received_at: NOON,
    attempts: 1,
    deaths: 1,
    created_at: NOON,
    last_died_at: NOON,
    payload_format: 'json',
    payload_bytes: 2048,
    payload_destroyed_at: null,
    edited: false,
    settled_by: null,
    settled_at: null,
    settled_reason: null,
    ...change,
  });
}

export function letterDetail(change: Partial<SyncErrorDetail> = {}): SyncErrorDetail {
  const letter = deadLetter();
  const { error_class, step, message, fingerprint } = letter;
  const traceback =
    'InvalidMail: The mail has more than 1000 attachments.\n    at parseMail (parse-mail.ts:23)';
  return SyncErrorDetail.parse({
    ...letter,
    traceback,
    envelope: {
      subject: 'Price for 40 valves',
      from: 'Ada Buyer <ada@buyer.example>',
      to: ['sales@meridian.example'],
      cc: [],
      message_id: '<one@buyer.example>',
      sent_at: NOON,
    },
    edit: null,
    history: [{ number: 1, died_at: NOON, attempts: 1, fingerprint, error_class, step, message, traceback }],
    ...change,
  });
}

export function cause(change: Partial<SyncErrorCause> = {}): SyncErrorCause {
  return SyncErrorCause.parse({
    fingerprint: FINGERPRINT,
    count: 12,
    error_class: 'InvalidMail',
    step: null,
    first_died_at: NOON,
    last_died_at: NOON,
    explanation: { ...explanation, touches: '12 mails from 3 senders to Meridian Gulf have no card yet.' },
    message: 'The mail has more than 1000 attachments.',
    example_id: id(301),
    entities: [{ id: id(901), name: 'Meridian Gulf', count: 12 }],
    senders: 3,
    ...change,
  });
}

export const MAIL_JSON = `{
  "subject": "Price for 40 valves",
  "from": "Ada Buyer <ada@buyer.example>",
  "body": "Please quote."
}`;

export function payload(change: Partial<SyncErrorPayload> = {}): SyncErrorPayload {
  const content = change.content ?? MAIL_JSON;
  const facts = { which: 'original', format: 'json', encoding: 'text', content, bytes: content.length };
  return SyncErrorPayload.parse({ ...facts, ...change });
}

export function rehearsal(change: Partial<Rehearsal> = {}): Rehearsal {
  return Rehearsal.parse({
    outcome: 'created',
    board: 'crm',
    column: 'new',
    card_id: null,
    reason: null,
    error: null,
    flow: { flow_id: 'email-triage', version: '1.0.0' },
    steps: [{ step: 'classify', status: 'succeeded', attempts: 1, duration_ms: 3, error_class: null }],
    not_sent: [],
    ...change,
  });
}

export function redrive(change: Partial<Redrive> = {}): Redrive {
  return Redrive.parse({
    id: id(351),
    state: 'running',
    selection: { filter: { fingerprint: FINGERPRINT } },
    rate_per_second: 5,
    step: 1,
    total: 40,
    waiting: 39,
    under_way: 1,
    succeeded: 0,
    died: 0,
    skipped: 0,
    left: 0,
    reason: null,
    created_by: 'Ada Ops',
    created_at: NOON,
    finished_at: null,
    ...change,
  });
}

export function redriveItem(change: Partial<RedriveItem> = {}): RedriveItem {
  return RedriveItem.parse({
    sync_error_id: id(301),
    tracking_id: id(401),
    position: 1,
    state: 'succeeded',
    edited: false,
    reason: 'Its mail is on a card.',
    sent_at: NOON,
    settled_at: NOON,
    ...change,
  });
}
