import { createHash } from 'node:crypto';
import type { Client } from 'pg';

/** What the database holds, read as its owner and with plain SQL: nothing of Pebble's own code has a say in it. */
export interface Evidence {
  inbound: InboundRow[];
  /** Mails on cards. */
  emails: { inbound_id: string; card_id: string }[];
  cards: { id: string; mail_count: number }[];
  /** Cards whose mails went to another card, when a mail showed that their threads are one. */
  merged: number;
  /** Rows of sync_errors for each mail that has any. */
  syncErrors: Map<string, number>;
  /** Events of each mail, by type. */
  events: Map<string, Map<string, number>>;
  /** Rows that still wait to be handed to a queue. */
  outbox: number;
}

export interface InboundRow {
  id: string;
  tenant: string;
  entity: string;
  state: string;
  card_id: string | null;
  /** Why it was ignored, called a copy, or died. */
  reason: string | null;
  duplicate_of: string | null;
  /** SHA-256 of the bytes that were handed over, as hex. */
  sha256: string;
}

/** The two headers that the SMTP door writes in front of a mail; all behind them is as it was handed over. */
const TRACE = /^Return-Path: <[^\r\n]*>\r\nReceived: from (?:[^\r\n]*\r\n\t)+[^\r\n]*\r\n/;

export async function readEvidence(client: Client): Promise<Evidence> {
  const rows = async <T>(text: string) => (await client.query(text)).rows as T[];
  const inbound = await rows<InboundRow & { traced: Buffer | null }>(
    `SELECT i.id, t.slug AS tenant, e.slug AS entity, i.state, i.card_id, i.reason, i.duplicate_of, encode(sha256(i.raw), 'hex') AS sha256,
       CASE WHEN i.source_system = 'smtp' THEN i.raw END AS traced
     FROM inbound_emails i JOIN tenants t ON t.id = i.tenant_id JOIN entities e ON e.tenant_id = i.tenant_id AND e.id = i.entity_id`,
  );
  const errors = await rows<{ inbound_id: string; n: number }>(
    'SELECT inbound_id, count(*)::int AS n FROM sync_errors GROUP BY 1',
  );
  const events = await rows<{ inbound_id: string; type: string; n: number }>(
    'SELECT inbound_id, type, count(*)::int AS n FROM events WHERE inbound_id IS NOT NULL GROUP BY 1, 2',
  );
  const [merged] = await rows<{ n: number }>(
    'SELECT count(*)::int AS n FROM cards WHERE merged_into IS NOT NULL',
  );
  const [outbox] = await rows<{ n: number }>('SELECT count(*)::int AS n FROM outbox');
  return {
    inbound: inbound.map(({ traced, ...row }) => (traced ? { ...row, sha256: handedOver(traced) } : row)),
    emails: await rows('SELECT inbound_id, card_id FROM emails'),
    cards: await rows('SELECT id, mail_count FROM cards WHERE merged_into IS NULL'),
    merged: merged?.n ?? 0,
    syncErrors: new Map(errors.map(({ inbound_id, n }) => [inbound_id, n])),
    events: groupEvents(events),
    outbox: outbox?.n ?? 0,
  };
}

function handedOver(traced: Buffer): string {
  const [trace = ''] = TRACE.exec(traced.toString('latin1')) ?? [];
  return createHash('sha256').update(traced.subarray(trace.length)).digest('hex');
}

function groupEvents(rows: { inbound_id: string; type: string; n: number }[]): Evidence['events'] {
  const groups = Map.groupBy(rows, ({ inbound_id }) => inbound_id);
  return new Map([...groups].map(([id, group]) => [id, new Map(group.map(({ type, n }) => [type, n]))]));
}
