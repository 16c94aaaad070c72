import type { Body } from '@pebble/contract/endpoint';
import type { placeMail } from '@pebble/contract/jobs';
import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import type { SubjectEvidence } from '../../mail/thread-evidence.ts';
import { searchWords } from '../cards/search-words.ts';
import type { InboundMail } from './inbound-mail.ts';
import type { LockedCard } from './lock-card.ts';

/** Where a card lies after a mail has reached it. */
export interface CardPlace {
  id: string;
  action: 'created' | 'appended' | 'reopened';
  board: string;
  column: string;
  /** Only when reopened: the closed column it came back from. */
  from?: string;
}

/** One more mail on a card. A closed card comes back to triage, because somebody has to look at it again. */
export async function appendToCard(
  tx: TenantTx,
  card: LockedCard,
  inbound: InboundMail,
  mail: ParsedMail,
): Promise<CardPlace> {
  const triage = card.is_terminal ? await triageColumn(tx, card.board_id) : null;
  await tx
    .sql('cards')
    .where({ id: card.id })
    .update({
      mail_count: tx.sql.raw('mail_count + 1'),
      version: tx.sql.raw('version + 1'),
      last_mail_at: tx.sql.raw('greatest(last_mail_at, ?)', [inbound.received_at]),
      updated_at: tx.sql.fn.now(),
      words: tx.sql.raw(
        `CASE WHEN octet_length(words::text) < ? THEN words || to_tsvector('simple', ?) ELSE words END`,
        [MAX_WORDS_BYTES, searchText(mail)],
      ),
      ...(triage ? { column_id: triage.id, reopened: true } : {}),
    });
  if (!triage) return { id: card.id, action: 'appended', board: card.board, column: card.column };
  return { id: card.id, action: 'reopened', board: card.board, column: triage.key, from: card.column };
}

export interface NewCard {
  threadId: string;
  inbound: InboundMail;
  mail: ParsedMail;
  subject: SubjectEvidence | null;
  decision: Body<typeof placeMail>;
  /** Of the call that places the mail. */
  correlationId: string;
}

/**
 * A card for each new thread, in the order of the drafts. The thread's own row is written here, with the card: neither is ever
 * without the other.
 */
export async function createCards(tx: TenantTx, drafts: readonly NewCard[]): Promise<CardPlace[]> {
  const cards = drafts.map(rowOf);
  const { rows } = await tx.sql.raw<{ rows: { id: string; board: string; column: string }[] }>(INSERT_CARDS, [
    JSON.stringify(cards),
    tx.scope.tenantId,
    tx.scope.tenantId,
  ]);
  const places = new Map(rows.map((row) => [row.id, row]));
  return cards.map(({ id }) => {
    const place = places.get(id);
    if (!place) throw new Error('the tenant has no board');
    return { action: 'created', ...place };
  });
}

function rowOf({ threadId, inbound, mail, subject, decision, correlationId }: NewCard) {
  return {
    id: newId(),
    thread_id: threadId,
    entity_id: inbound.entity_id,
    correlation_id: correlationId,
    title: mail.subject.trim() === '' ? '(no subject)' : mail.subject,
    stream: decision.stream,
    intent: decision.intent,
    probability: decision.probability,
    decided_by: decision.decided_by,
    // Mail that belongs to no stream still gets a card that a person sees: in the first board's triage.
    to_triage: decision.triage || decision.stream === 'none',
    abstained: decision.triage,
    reasons: decision.reasons,
    from_name: mail.fromName,
    from_address: mail.fromAddress,
    last_mail_at: inbound.received_at,
    subject_key: subject?.key.toString('hex') ?? null,
    opened_by_reply: subject?.lost ?? false,
    search: searchText(mail),
  };
}

/**
 * One statement whatever the number of cards, so that it is planned once. Each goes to the triage column of its stream's board, or
 * to that board's first other one. A stream without a board falls to the tenant's first.
 */
const INSERT_CARDS = `
  WITH draft AS MATERIALIZED (
    SELECT * FROM json_to_recordset(?::json) AS d (
      id uuid, thread_id uuid, entity_id uuid, correlation_id text, title text, stream text, intent text, probability real,
      decided_by text, to_triage boolean, abstained boolean, reasons jsonb, from_name text, from_address text,
      last_mail_at timestamptz, subject_key text, opened_by_reply boolean, search text)
  ), placed AS MATERIALIZED (
    SELECT draft.id, place.* FROM draft CROSS JOIN LATERAL (
      SELECT b.id AS board_id, b.key AS board, c.id AS column_id, c.key AS "column"
      FROM boards b JOIN board_columns c ON c.tenant_id = b.tenant_id AND c.board_id = b.id
      WHERE NOT c.is_terminal
      ORDER BY b.stream = draft.stream DESC, b.position, c.is_triage = draft.to_triage DESC, c.position LIMIT 1
    ) place
  ), thread AS (
    INSERT INTO threads (id, tenant_id, entity_id, correlation_id) SELECT thread_id, ?, entity_id, correlation_id FROM draft
  ), card AS (
    INSERT INTO cards (id, tenant_id, entity_id, thread_id, correlation_id, title, stream, intent, probability, decided_by,
      abstained, reasons, from_name, from_address, last_mail_at, subject_key, opened_by_reply, words, board_id, column_id)
    SELECT id, ?, entity_id, thread_id, correlation_id, title, stream, intent, probability, decided_by,
      abstained, reasons, from_name, from_address, last_mail_at, decode(subject_key, 'hex'), opened_by_reply,
      to_tsvector('simple', search), board_id, column_id
    FROM draft JOIN placed USING (id)
  )
  SELECT id, board, "column" FROM placed`;

async function triageColumn(tx: TenantTx, boardId: string): Promise<{ id: string; key: string }> {
  const column = await tx
    .sql('board_columns')
    .where({ board_id: boardId, is_triage: true })
    .first<{ id: string; key: string } | undefined>('id', 'key');
  if (!column) throw new Error('the board has no triage column');
  return column;
}

/** Of a mail; what stands further down is mostly quoted. */
const MAX_SEARCH_CHARACTERS = 50_000;

/** Of a thread, so that the words of one more mail still fit into the megabyte that a tsvector may have. */
export const MAX_WORDS_BYTES = 600_000;

function searchText(mail: ParsedMail): string {
  const text = [mail.subject, mail.fromName, mail.fromAddress, mail.text].join(' ');
  return searchWords(text.slice(0, MAX_SEARCH_CHARACTERS)).join(' ');
}
