-- The event log. Written in the transaction of the change; never updated, never deleted.
--
-- Readers keep a cursor (xid, id) and read only rows whose xid lies below the oldest running transaction. `id` alone
-- would not do: it is drawn before the commit, so a slow transaction can commit a smaller id after a reader has passed.
CREATE TABLE events (
  id bigint GENERATED ALWAYS AS IDENTITY,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  tenant_id uuid NOT NULL,
  entity_id uuid,
  type text NOT NULL,
  card_id uuid,
  inbound_id uuid,
  actor text NOT NULL,
  data jsonb NOT NULL DEFAULT '{}',
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  occurred_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, xid, id)
);
CREATE INDEX events_of_card ON events (tenant_id, card_id, xid, id) WHERE card_id IS NOT NULL;
CREATE INDEX events_of_inbound ON events (tenant_id, inbound_id, xid, id) WHERE inbound_id IS NOT NULL;
SELECT isolate('events', 'entity_id', shared_rows => true);
GRANT SELECT, INSERT ON events TO pebble_app;

-- Blocks of the audit chain: which events, in which order, with which hashes, linked to the block before.
CREATE TABLE audit_blocks (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  height bigint NOT NULL,
  previous_hash bytea NOT NULL,
  hash bytea NOT NULL,
  -- Cursor of the last event in the block.
  last_xid xid8 NOT NULL,
  last_id bigint NOT NULL,
  event_ids bigint[] NOT NULL,
  event_hashes bytea[] NOT NULL,
  sealed_at timestamptz NOT NULL,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  PRIMARY KEY (tenant_id, height)
);
SELECT isolate('audit_blocks');
GRANT SELECT, INSERT ON audit_blocks TO pebble_app;

-- What must reach a queue, written with the change that causes it. The relay takes rows out through a door.
CREATE TABLE outbox (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  entity_id uuid,
  queue text NOT NULL,
  -- Ids only: a queue never carries mail.
  job jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id()
);
-- The relay takes the oldest first; ids do not tell the age.
CREATE INDEX outbox_oldest ON outbox (created_at, id);
SELECT isolate('outbox', 'entity_id', shared_rows => true);
GRANT INSERT ON outbox TO pebble_app;
