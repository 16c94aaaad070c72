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

interface NewCard {
  threadId: string;
  inbound: InboundMail;
  mail: ParsedMail;
  subject: SubjectEvidence | null;
  decision: Body<typeof placeMail>;
}

/** A card for a new thread. The thread's own row is written here, with the card: neither is ever without the other. */
export async function createCard(tx: TenantTx, draft: NewCard): Promise<CardPlace> {
  const { inbound, mail, decision } = draft;
  // Mail that belongs to no stream still gets a card that a person sees: in the first board's triage.
  const triage = decision.triage || decision.stream === 'none';
  const card = {
    id: newId(),
    tenant_id: inbound.tenant_id,
    entity_id: inbound.entity_id,
    thread_id: draft.threadId,
    title: mail.subject.trim() === '' ? '(no subject)' : mail.subject,
    stream: decision.stream,
    intent: decision.intent,
    probability: decision.probability,
    decided_by: decision.decided_by,
    abstained: decision.triage,
    reasons: JSON.stringify(decision.reasons),
    from_name: mail.fromName,
    from_address: mail.fromAddress,
    last_mail_at: inbound.received_at,
    subject_key: draft.subject?.key ?? null,
    opened_by_reply: draft.subject?.lost ?? false,
  };
  const { rows } = await tx.sql.raw<{ rows: { board: string; column: string }[] }>(
    `WITH place AS (${PLACE_OF_STREAM}), thread AS (
       INSERT INTO threads (id, tenant_id, entity_id) VALUES (?, ?, ?)
     ), card AS (
       INSERT INTO cards (${Object.keys(card).join(', ')}, words, board_id, column_id)
       SELECT ${Object.keys(card)
         .map(() => '?')
         .join(', ')}, to_tsvector('simple', ?), board_id, column_id FROM place
     )
     SELECT board, "column" FROM place`,
    [
      ...[decision.stream, triage, draft.threadId, inbound.tenant_id, inbound.entity_id],
      ...[...Object.values(card), searchText(mail)],
    ],
  );
  const [place] = rows;
  if (!place) throw new Error('the tenant has no board');
  return { id: card.id, action: 'created', ...place };
}

/** The triage column of a stream's board, or its first other one. A stream without a board falls to the tenant's first. */
const PLACE_OF_STREAM = `
  SELECT b.id AS board_id, b.key AS board, c.id AS column_id, c.key AS "column"
  FROM boards b JOIN board_columns c ON c.tenant_id = b.tenant_id AND c.board_id = b.id
  WHERE NOT c.is_terminal
  ORDER BY b.stream = ? DESC, b.position, c.is_triage = ? DESC, c.position LIMIT 1`;

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
