import type { EventType } from '@pebble/contract/event-types';
import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import { loopKey } from '../../mail/noise-loop.ts';
import { crashPoint } from '../../runtime/crash-points.ts';
import { appendEvents, type NewEvent } from '../events/append-event.ts';
import { countRefusals } from '../senders/refused-senders.ts';
import { deliveriesTo, type Delivery } from './deliveries.ts';
import type { IncomingMail } from './incoming-mail.ts';
import { senderPatterns } from './sender-patterns.ts';

/** A mail that waits for its commit. */
export interface Offer {
  mail: IncomingMail;
  /** Names the mail from now on. */
  trackingId: string;
  correlationId: string;
  /** Of a mail that was fetched from a connected system: by which connection, what it is called over there, and in whose mailbox. */
  origin?: { connection: string; externalId: string; mailbox: string };
}

/** Null when the mail is in; otherwise why it is not. A refusal is an outcome, not a failure: its event is committed. */
export type Verdict = ApiProblem | null;

/** The queue that the worker reads. */
export const EMAIL_QUEUE = 'email_processing';

/**
 * Takes mails in, in one transaction whatever their number: the mail itself, its event, and the outbox row that will wake
 * a worker. Answers in the order of the offers.
 */
export async function acceptBatch(tx: TenantTx, offers: readonly Offer[]): Promise<Verdict[]> {
  const directory = await lookUp(tx, offers);
  const placed = offers.map((offer) => ({ offer, result: place(offer, directory) }));
  const accepted = placed.flatMap(({ offer, result }) =>
    'deliveries' in result
      ? result.deliveries.map((delivery, index): Accepted => ({
          ...offer,
          ...delivery,
          // What was answered names the first; the others are committed with it and name it.
          ...(index === 0
            ? { deliveredWith: null }
            : { trackingId: newId(), deliveredWith: offer.trackingId }),
        }))
      : [],
  );
  const refused = placed.flatMap(({ offer, result }) =>
    'blockedBy' in result ? [{ ...offer, ...result }] : [],
  );
  await insertMails(tx, accepted);
  await countRefusals(
    tx,
    refused.map(({ mail, blockedBy, list }) => ({
      sender: mail.fromAddress,
      pattern: blockedBy,
      scope: list,
    })),
  );
  await appendEvents(
    tx,
    refused.map((one): NewEvent => ({
      type: 'mail.rejected',
      data: { blacklist_entry: one.blockedBy },
      onBehalfOf: { actor: tx.scope.actor, correlationId: one.correlationId },
    })),
  );
  crashPoint('accept.before-commit');
  return placed.map(({ result }) => ('problem' in result ? result.problem : null));
}

/** What `acceptBatch` would answer, without taking anything in. */
export async function judgeBatch(tx: TenantTx, offers: readonly Offer[]): Promise<Verdict[]> {
  const directory = await lookUp(tx, offers);
  return offers.map((offer) => {
    const result = place(offer, directory);
    return 'problem' in result ? result.problem : null;
  });
}

interface Directory {
  entityOfMailbox: Map<string, string>;
  /** What the sender lists say about a pattern. */
  listed: Map<string, Listed>;
  /** Where mail goes that names none of our mailboxes. */
  defaultEntity: string | null;
}

/** The blacklist that holds a pattern; `authorised` when only that list does. */
type Listed = 'tenant' | 'global' | 'authorised';

type Accepted = Offer & Delivery & { deliveredWith: string | null };
type Placement =
  | { deliveries: Delivery[] }
  | { problem: ApiProblem; blockedBy: string; list: 'tenant' | 'global' }
  | { problem: ApiProblem };

async function lookUp(tx: TenantTx, offers: readonly Offer[]): Promise<Directory> {
  const mailboxes = new Set(offers.flatMap(({ mail }) => (mail.mailbox ? [mail.mailbox] : mail.recipients)));
  const patterns = new Set(offers.flatMap(({ mail }) => senderPatterns(mail.fromAddress)));
  const { rows } = await tx.sql.raw<{ rows: { kind: string; key: string; entity_id: string }[] }>(
    `SELECT 'mailbox' AS kind, address AS key, entity_id FROM mailboxes WHERE address = ANY (?)
     UNION ALL SELECT 'tenant', pattern, NULL FROM blacklist WHERE pattern = ANY (?)
     UNION ALL SELECT 'global', pattern, NULL FROM global_blacklist WHERE pattern = ANY (?)
     UNION ALL SELECT 'authorised', pattern, NULL FROM authorised_senders WHERE pattern = ANY (?)
     UNION ALL (SELECT 'default', '', id FROM entities ORDER BY position, id LIMIT 1)`,
    [[...mailboxes], [...patterns], [...patterns], [...patterns]],
  );
  const of = (wanted: string) => rows.filter(({ kind }) => kind === wanted);
  // The later wins: a blacklist over the authorised senders, the tenant's own over the global one.
  const lists = (['authorised', 'global', 'tenant'] as const).map((list) => ({ list, keys: of(list) }));
  return {
    entityOfMailbox: new Map(of('mailbox').map((row) => [row.key, row.entity_id])),
    listed: new Map(lists.flatMap(({ list, keys }) => keys.map((row) => [row.key, list]))),
    defaultEntity: of('default')[0]?.entity_id ?? null,
  };
}

function place({ mail }: Offer, directory: Directory): Placement {
  // The most specific entry decides, so an authorised address is taken though its domain is blacklisted.
  const blockedBy = senderPatterns(mail.fromAddress).find((pattern) => directory.listed.has(pattern));
  const list = blockedBy === undefined ? undefined : directory.listed.get(blockedBy);
  if (blockedBy !== undefined && (list === 'tenant' || list === 'global')) {
    return { problem: new ApiProblem('sender_blacklisted'), blockedBy, list };
  }
  const candidates = mail.mailbox ? [mail.mailbox] : mail.recipients;
  const deliveries = deliveriesTo(candidates, directory.entityOfMailbox);
  if (deliveries.length > 0) return { deliveries };
  if (mail.mailbox) {
    const message = 'is not a mailbox of your entities';
    return {
      problem: new ApiProblem('invalid_request', {
        detail: `The mailbox ${message}.`,
        errors: [{ path: mail.format === 'json' ? 'body.mailbox' : 'query.mailbox', message }],
      }),
    };
  }
  const entityId = directory.defaultEntity;
  if (!entityId) return { problem: new ApiProblem('forbidden', { detail: 'No entity is in your scope.' }) };
  return { deliveries: [{ entityId, mailbox: null, alsoMailboxes: [] }] };
}

/** Mail, outbox row and event of each in one statement: on a busy server the round trips are what accepting costs. */
async function insertMails(tx: TenantTx, accepted: readonly Accepted[]): Promise<void> {
  if (accepted.length === 0) return;
  const rows = accepted.map(({ trackingId, entityId, mailbox, mail, correlationId, ...one }) => [
    trackingId,
    tx.scope.tenantId,
    entityId,
    mailbox,
    one.alsoMailboxes,
    one.deliveredWith,
    mail.format,
    Buffer.from(mail.bytes.buffer, mail.bytes.byteOffset, mail.bytes.byteLength),
    mail.fromAddress.slice(0, 1000),
    mail.envelope.fromName.slice(0, MAX_NAME),
    mail.envelope.subject.slice(0, MAX_SUBJECT),
    mail.envelope.sentAt,
    // A file that a person imports may hold a thousand rows of one portal with one subject; that is no loop.
    tx.scope.sourceSystem === 'import' ? null : loopKey(mail.envelope),
    one.origin?.connection ?? null,
    one.origin?.externalId ?? null,
    one.origin?.mailbox ?? null,
    correlationId,
  ]);
  await tx.sql.raw(
    `WITH mail AS (
       INSERT INTO inbound_emails (id, tenant_id, entity_id, mailbox, also_mailboxes, delivered_with, format, raw, from_address,
                                   from_name, subject, sent_at, loop_key, source_connection, source_external_id, source_mailbox,
                                   correlation_id)
       VALUES ${rows.map(() => '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}
       RETURNING id, tenant_id, entity_id, mailbox, octet_length(raw) AS bytes, correlation_id
     ), job AS (
       INSERT INTO outbox (id, tenant_id, entity_id, queue, job, correlation_id)
       SELECT id, tenant_id, entity_id, ?, jsonb_build_object('tracking_id', id), correlation_id FROM mail
     )
     INSERT INTO events (tenant_id, entity_id, type, inbound_id, actor, data, correlation_id)
     SELECT tenant_id, entity_id, ?, id, ?, jsonb_build_object('mailbox', mailbox, 'bytes', bytes), correlation_id FROM mail`,
    [...rows.flat(), EMAIL_QUEUE, ACCEPTED, tx.scope.actor] as never,
  );
  tx.written.add(ACCEPTED);
  tx.queued = true;
}

const ACCEPTED: EventType = 'mail.accepted';

/** Characters, for looking through received mail; the mail itself is kept whole. */
const MAX_SUBJECT = 500;
const MAX_NAME = 200;
