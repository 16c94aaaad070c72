import type { Rig } from './rig.ts';

const CHUNK = 50_000;

/** Fills the tables with closed mails and their cards until there are so many, as years of use would. */
export async function growTo(rig: Rig, cards: number): Promise<void> {
  await rig.asOwner(async (client) => {
    // Foreign keys are not checked here: the rows are made to fit, and checking a million of them takes minutes.
    await client.query(`SET session_replication_role = 'replica'; SET synchronous_commit = off`);
    for (;;) {
      const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM cards');
      const missing = cards - Number(rows[0]?.count);
      if (missing <= 0) break;
      await client.query(GROW, [Math.min(CHUNK, missing)]);
    }
    await client.query(SEALED);
    await client.query('VACUUM ANALYZE');
  });
}

// Years of use would have sealed these events as they came. In the place of their blocks, one that says so.
const SEALED = `
  INSERT INTO audit_blocks (tenant_id, height, previous_hash, hash, last_xid, last_id, event_ids, event_hashes, sealed_at, source_system, correlation_id)
  SELECT e.tenant_id, coalesce((SELECT max(height) FROM audit_blocks b WHERE b.tenant_id = e.tenant_id), 0) + 1,
    sha256('before'), sha256('grown'), e.xid, e.id, '{}', '{}', now(), 'bench', 'grow'
  FROM (SELECT DISTINCT ON (tenant_id) tenant_id, xid, id FROM events ORDER BY tenant_id, xid DESC, id DESC) e`;

const GROW = `
  WITH place AS (
    SELECT t.id AS tenant, e.id AS entity, c.board_id AS board, c.id AS "column"
    FROM tenants t JOIN entities e ON e.tenant_id = t.id JOIN board_columns c ON c.tenant_id = t.id
    WHERE t.slug = 'alpha' ORDER BY e.position, c.position LIMIT 1
  ), made AS (
    SELECT gen_random_uuid() AS card, gen_random_uuid() AS thread, gen_random_uuid() AS mail,
           sha256(gen_random_uuid()::text::bytea) AS key, now() - random() * interval '700 days' AS at, n
    FROM generate_series(1, $1::integer) AS n
  ), threads_made AS (
    INSERT INTO threads (id, tenant_id, entity_id, source_system, correlation_id)
    SELECT thread, tenant, entity, 'bench', 'grow' FROM made, place
  ), keys_made AS (
    INSERT INTO thread_keys (tenant_id, entity_id, key_hash, thread_id, source_system, correlation_id)
    SELECT tenant, entity, key, thread, 'bench', 'grow' FROM made, place
  ), mails_made AS (
    INSERT INTO inbound_emails (id, tenant_id, entity_id, format, raw, from_address, state, card_id, received_at, updated_at, source_system, correlation_id)
    SELECT mail, tenant, entity, 'rfc822', convert_to(repeat('mail ' || n, 40), 'UTF8'), 'buyer' || n || '@past.example', 'done', card, at, at, 'bench', 'grow'
    FROM made, place
  ), claims_made AS (
    INSERT INTO processed_emails (tenant_id, entity_id, key_hash, key_kind, inbound_id, source_system, correlation_id)
    SELECT tenant, entity, key, 'message_id', mail, 'bench', 'grow' FROM made, place
  ), cards_made AS (
    INSERT INTO cards (id, tenant_id, entity_id, thread_id, board_id, column_id, title, stream, intent, probability, decided_by, abstained,
      from_name, from_address, words, created_at, updated_at, last_mail_at, source_system, correlation_id)
    SELECT card, tenant, entity, thread, board, "column", 'Past enquiry ' || n, 'crm', 'new_enquiry', 0.9, 'rules', false,
      'Buyer', 'buyer' || n || '@past.example', to_tsvector('simple', 'past enquiry valve ' || n), at, at, at, 'bench', 'grow'
    FROM made, place
  ), emails_made AS (
    INSERT INTO emails (id, tenant_id, entity_id, card_id, inbound_id, subject, from_name, from_address, to_addresses, cc_addresses, text_body,
      received_at, source_system, correlation_id)
    SELECT gen_random_uuid(), tenant, entity, card, mail, 'Past enquiry ' || n, '', 'buyer' || n || '@past.example', '[]', '[]', repeat('valve ', 60),
      at, 'bench', 'grow'
    FROM made, place
  )
  INSERT INTO events (tenant_id, entity_id, type, card_id, inbound_id, actor, data, source_system, correlation_id, occurred_at)
  SELECT tenant, entity, type, card, mail, 'bench', '{"board":"crm","column":"new"}', 'bench', 'grow', at
  FROM made, place, unnest(ARRAY['mail.accepted', 'card.created']) AS type`;
