-- Threads: what a card is found by besides Message-IDs, and what becomes of two cards whose threads turn out to be one.

-- A thread is written with its card, after its keys: who loses the race for a key has then nothing to take back.
ALTER TABLE thread_keys ALTER CONSTRAINT thread_keys_tenant_id_entity_id_thread_id_fkey DEFERRABLE INITIALLY DEFERRED;
-- A key moves only in the transaction that has just taken it, to the thread that it belongs to after all.
GRANT UPDATE (thread_id) ON thread_keys TO pebble_app;

ALTER TABLE cards
  -- The card that took this one over. It is never changed again, also when that one is merged in its turn.
  ADD COLUMN merged_into uuid CHECK (merged_into <> id),
  -- Hash of the bare subject when it is telling enough to find a thread by (core-api/src/mail/thread-evidence.ts).
  ADD COLUMN subject_key bytea,
  -- The first mail was an answer that named no other mail: the mail that it answers may come later.
  ADD COLUMN opened_by_reply boolean NOT NULL DEFAULT false,
  ADD FOREIGN KEY (tenant_id, entity_id, merged_into) REFERENCES cards (tenant_id, entity_id, id);
CREATE INDEX cards_of_subject ON cards (tenant_id, entity_id, subject_key, last_mail_at DESC)
  WHERE subject_key IS NOT NULL AND merged_into IS NULL;
CREATE INDEX cards_merged ON cards (tenant_id, merged_into) WHERE merged_into IS NOT NULL;

-- Where a card's mails are now: its own id, or that of the card at the end of the way that `merged_into` shows.
CREATE FUNCTION live_card(card uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
  WITH RECURSIVE way AS (
    SELECT id, merged_into FROM cards WHERE id = card
    UNION ALL
    SELECT c.id, c.merged_into FROM way w JOIN cards c ON c.id = w.merged_into
  ) SELECT id FROM way WHERE merged_into IS NULL
$$;

-- A card and all that were merged into it, however long ago: its history is theirs too. Nearly always just the card: told to be
-- a thousand, Postgres would rather read the whole log than look each of them up.
CREATE FUNCTION cards_within(card uuid) RETURNS SETOF uuid LANGUAGE sql STABLE ROWS 1 AS $$
  WITH RECURSIVE within AS (
    SELECT card AS id
    UNION ALL
    SELECT c.id FROM within w JOIN cards c ON c.tenant_id = (SELECT scope_tenant()) AND c.merged_into = w.id
  ) SELECT id FROM within
$$;

-- Two cards of one entity that a mail belongs to alike and that are not merged, because people have worked on both.
-- One row in each direction.
CREATE TABLE card_links (
  tenant_id uuid NOT NULL,
  entity_id uuid NOT NULL,
  card_id uuid NOT NULL,
  other_card_id uuid NOT NULL CHECK (other_card_id <> card_id),
  created_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  PRIMARY KEY (tenant_id, card_id, other_card_id),
  FOREIGN KEY (tenant_id, entity_id, card_id) REFERENCES cards (tenant_id, entity_id, id),
  FOREIGN KEY (tenant_id, entity_id, other_card_id) REFERENCES cards (tenant_id, entity_id, id)
);
SELECT isolate('card_links', 'entity_id');
GRANT SELECT, INSERT ON card_links TO pebble_app;

-- What the mail is known by in processed_emails: the way from a card to the cards that other entities have of its mails.
ALTER TABLE emails ADD COLUMN mail_key bytea;
GRANT UPDATE (card_id) ON emails TO pebble_app;

ALTER TABLE inbound_emails
  -- Further mailboxes of the same entity that this copy names.
  ADD COLUMN also_mailboxes text[] NOT NULL DEFAULT '{}',
  -- Of a delivery that concerns several entities: the mail whose tracking id was answered.
  ADD COLUMN delivered_with uuid;
CREATE INDEX inbound_copies ON inbound_emails (tenant_id, duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE INDEX inbound_delivered_with ON inbound_emails (tenant_id, delivered_with) WHERE delivered_with IS NOT NULL;

-- For the mails that are there already. Forced row security binds an owner who is no superuser, so it is lifted meanwhile.
ALTER TABLE emails NO FORCE ROW LEVEL SECURITY;
ALTER TABLE processed_emails NO FORCE ROW LEVEL SECURITY;
UPDATE emails m SET mail_key = p.key_hash FROM processed_emails p
  WHERE p.tenant_id = m.tenant_id AND p.entity_id = m.entity_id AND p.inbound_id = m.inbound_id;
ALTER TABLE emails FORCE ROW LEVEL SECURITY;
ALTER TABLE processed_emails FORCE ROW LEVEL SECURITY;

-- A door of one bit: did an entity outside of the caller's scope get a card for one of this card's mails? The card itself must
-- be in scope. Its policies let the role behind it see no other tenant than the caller's.
CREATE POLICY door_elsewhere ON emails FOR SELECT TO pebble_doors USING (tenant_id = (SELECT scope_tenant()));
CREATE POLICY door_elsewhere ON processed_emails FOR SELECT TO pebble_doors USING (tenant_id = (SELECT scope_tenant()));
CREATE POLICY door_elsewhere ON inbound_emails FOR SELECT TO pebble_doors USING (tenant_id = (SELECT scope_tenant()));
CREATE POLICY door_elsewhere ON entities FOR SELECT TO pebble_doors USING (tenant_id = (SELECT scope_tenant()));
GRANT SELECT (tenant_id, entity_id, card_id, mail_key) ON emails TO pebble_doors;
GRANT SELECT (tenant_id, entity_id, key_hash, inbound_id) ON processed_emails TO pebble_doors;
GRANT SELECT (id, tenant_id, card_id) ON inbound_emails TO pebble_doors;
GRANT SELECT (id, tenant_id) ON entities TO pebble_doors;

CREATE FUNCTION door_mail_elsewhere(wanted_card uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
  SELECT NOT scope_is_hq() AND EXISTS (
    SELECT FROM emails m
    JOIN entities e ON e.tenant_id = m.tenant_id AND e.id <> ALL (scope_entities())
    JOIN processed_emails p ON p.tenant_id = m.tenant_id AND p.entity_id = e.id AND p.key_hash = m.mail_key
    JOIN inbound_emails i ON i.tenant_id = p.tenant_id AND i.id = p.inbound_id
    WHERE m.tenant_id = scope_tenant() AND m.card_id = wanted_card AND m.entity_id = ANY (scope_entities())
      AND i.card_id IS NOT NULL
  );
END;

GRANT CREATE ON SCHEMA public TO pebble_doors;
ALTER FUNCTION door_mail_elsewhere(uuid) OWNER TO pebble_doors;
REVOKE CREATE ON SCHEMA public FROM pebble_doors;
REVOKE ALL ON FUNCTION door_mail_elsewhere(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_mail_elsewhere(uuid) TO pebble_app;
