import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { sampleMail } from './lab.ts';

/** Ids that the rows of a mail point to. */
export interface Place {
  tenant: string;
  entity: string;
  board: string;
  column: string;
  flow: string;
}

/**
 * Writes the rows that one mail becomes, into the real tables, in one transaction of prepared statements: what draining would cost
 * if there were no queue, flow, pieces or API.
 */
export async function writeRaw(client: pg.PoolClient, place: Place, index: number): Promise<void> {
  const { tenant, entity } = place;
  const [mail, thread, card, key] = [randomUUID(), randomUUID(), randomUUID(), randomBytes(32)];
  const run = (name: string, text: string, values: unknown[]) => client.query({ name, text, values });
  await client.query('BEGIN');
  await run('scope', SCOPE, [tenant]);
  await run('mail', MAIL, [mail, tenant, entity, Buffer.from(sampleMail(index))]);
  await run('claim', CLAIM, [tenant, entity, key, mail]);
  await run('thread', 'INSERT INTO threads (id, tenant_id, entity_id) VALUES ($1, $2, $3)', [
    thread,
    tenant,
    entity,
  ]);
  await run('key', KEY, [tenant, entity, key, thread]);
  await run('card', CARD, [card, tenant, entity, thread, place.board, place.column, sampleMail(index)]);
  await run('email', EMAIL, [randomUUID(), tenant, entity, card, mail, sampleMail(index)]);
  await run('done', `UPDATE inbound_emails SET state = 'done', card_id = $2 WHERE id = $1`, [mail, card]);
  await run('event', EVENT, [tenant, entity, card, mail]);
  await run('run', RUN, [randomUUID(), tenant, entity, place.flow, mail]);
  await client.query('COMMIT');
}

/** Writes the rows that accepting a mail writes: the mail, its event, and the outbox row that wakes a worker. */
export async function writeAccepted(client: pg.PoolClient, place: Place, raw: Buffer): Promise<void> {
  const { tenant, entity } = place;
  const mail = randomUUID();
  const run = (name: string, text: string, values: unknown[]) => client.query({ name, text, values });
  await client.query('BEGIN');
  await run('scope', SCOPE, [tenant]);
  await run('mail', MAIL, [mail, tenant, entity, raw]);
  await run('outbox', OUTBOX, [mail, tenant, entity]);
  await run('accepted', ACCEPTED, [tenant, entity, mail]);
  await client.query('COMMIT');
}

const OUTBOX = `INSERT INTO outbox (id, tenant_id, entity_id, queue, job) VALUES ($1, $2, $3, 'bench', '{}')`;
const ACCEPTED = `INSERT INTO events (tenant_id, entity_id, type, inbound_id, actor, data)
  VALUES ($1, $2, 'mail.accepted', $3, 'bench', '{"mailbox":null,"bytes":2000}')`;

const SCOPE = `SELECT set_config('pebble.tenant_id', $1, true), set_config('pebble.hq', 'on', true),
  set_config('pebble.source_system', 'bench', true), set_config('pebble.correlation_id', 'bench', true)`;
const MAIL = `INSERT INTO inbound_emails (id, tenant_id, entity_id, format, raw, from_address) VALUES ($1, $2, $3, 'rfc822', $4, 'a@b.example')`;
const CLAIM = `INSERT INTO processed_emails (tenant_id, entity_id, key_hash, key_kind, inbound_id) VALUES ($1, $2, $3, 'message_id', $4)`;
const KEY = 'INSERT INTO thread_keys (tenant_id, entity_id, key_hash, thread_id) VALUES ($1, $2, $3, $4)';
const CARD = `INSERT INTO cards (id, tenant_id, entity_id, thread_id, board_id, column_id, title, stream, intent, probability, decided_by,
  abstained, from_name, from_address, last_mail_at, words)
  VALUES ($1, $2, $3, $4, $5, $6, 'bench', 'crm', 'new_enquiry', 0.9, 'rules', false, '', '', now(), to_tsvector('simple', $7))`;
const EMAIL = `INSERT INTO emails (id, tenant_id, entity_id, card_id, inbound_id, subject, from_name, from_address, to_addresses,
  cc_addresses, text_body, received_at) VALUES ($1, $2, $3, $4, $5, 'bench', '', '', '[]', '[]', $6, now())`;
const EVENT = `INSERT INTO events (tenant_id, entity_id, type, card_id, inbound_id, actor, data)
  VALUES ($1, $2, 'card.created', $3, $4, 'bench', '{"board":"crm","column":"new"}')`;
const RUN = `INSERT INTO flow_runs (id, tenant_id, entity_id, flow_version_id, flow_id, version, content_hash, inbound_id, status,
  attempt, steps, started_at, duration_ms) VALUES ($1, $2, $3, $4, 'bench', '1', 'bench', $5, 'succeeded', 1, '[]', now(), 1)`;
