import { DoorReport } from '@pebble/contract/door-values';
import { MailAccount } from '@pebble/contract/mail-accounts';
import { Source } from '@pebble/contract/sources';
import { id } from './factories.ts';
import { rehearsal } from './operations-factories.ts';

const NOON = '2026-03-10T12:00:00.000Z';
const COUNTS = { received: 12, accepted: 10, refused: 2, last_at: NOON };

export function webhook(change: Partial<Source> = {}): Source {
  return Source.parse({
    id: id(431),
    name: 'Website form',
    mode: 'live',
    enabled: true,
    mailbox: 'sales@gulf.meridian.example',
    mapping: null,
    rate_per_minute: 600,
    path: `/api/v1/sources/${id(431)}/`,
    secrets: [{ id: id(432), created_at: NOON, expires_at: null }],
    counts: COUNTS,
    created_at: NOON,
    ...change,
  });
}

export function account(change: Partial<MailAccount> = {}): MailAccount {
  return MailAccount.parse({
    id: id(441),
    name: 'Sales inbox',
    host: 'imap.example.com',
    port: 993,
    tls: 'implicit',
    ca: null,
    user: 'sales@example.com',
    folder: 'INBOX',
    mailbox: 'sales@gulf.meridian.example',
    mode: 'live',
    enabled: true,
    after_accept: 'nothing',
    move_to: null,
    start_from: 'now',
    state: 'connected',
    last_error: null,
    notice: null,
    heartbeat_at: NOON,
    position: { uid_validity: 1, last_uid: 1042 },
    counts: COUNTS,
    created_at: NOON,
    ...change,
  });
}

/** A mail that was refused at the door. */
export function doorReport(change: Partial<DoorReport> = {}): DoorReport {
  return DoorReport.parse({
    id: id(451),
    at: NOON,
    mode: 'live',
    key: 'msg_1',
    from: 'spam@bulk.example',
    subject: 'Cheap valves',
    size: 900,
    rehearsal: rehearsal({
      ...{ outcome: 'rejected', reason: 'the sender is on the blacklist.', board: null, column: null },
      ...{ flow: null, steps: [] },
    }),
    ...change,
  });
}
