CREATE TABLE mailboxes (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  entity_id uuid NOT NULL,
  address text NOT NULL CHECK (address = lower(address)),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, address),
  FOREIGN KEY (tenant_id, entity_id) REFERENCES entities (tenant_id, id)
);
SELECT isolate('mailboxes', 'entity_id');
GRANT SELECT, INSERT, DELETE ON mailboxes TO pebble_app;

CREATE TABLE boards (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  key text NOT NULL,
  name text NOT NULL,
  stream text NOT NULL CHECK (stream IN ('crm', 'erp', 'tender', 'none')),
  position integer NOT NULL,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, id),
  UNIQUE (tenant_id, key)
);
SELECT isolate('boards');
GRANT SELECT, INSERT, UPDATE ON boards TO pebble_app;

CREATE TABLE board_columns (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  board_id uuid NOT NULL,
  key text NOT NULL,
  name text NOT NULL,
  position integer NOT NULL,
  is_triage boolean NOT NULL DEFAULT false,
  is_terminal boolean NOT NULL DEFAULT false,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, board_id, id),
  UNIQUE (tenant_id, board_id, key),
  FOREIGN KEY (tenant_id, board_id) REFERENCES boards (tenant_id, id)
);
CREATE UNIQUE INDEX one_triage_column ON board_columns (tenant_id, board_id) WHERE is_triage;
SELECT isolate('board_columns');
GRANT SELECT, INSERT, UPDATE ON board_columns TO pebble_app;

-- The state machine of a board: a move is legal if and only if its row is here.
CREATE TABLE column_transitions (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  board_id uuid NOT NULL,
  from_column_id uuid NOT NULL,
  to_column_id uuid NOT NULL,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  PRIMARY KEY (tenant_id, from_column_id, to_column_id),
  FOREIGN KEY (tenant_id, board_id, from_column_id) REFERENCES board_columns (tenant_id, board_id, id),
  FOREIGN KEY (tenant_id, board_id, to_column_id) REFERENCES board_columns (tenant_id, board_id, id)
);
SELECT isolate('column_transitions');
GRANT SELECT, INSERT, DELETE ON column_transitions TO pebble_app;

CREATE TABLE threads (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  entity_id uuid NOT NULL,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, entity_id, id),
  FOREIGN KEY (tenant_id, entity_id) REFERENCES entities (tenant_id, id)
);
SELECT isolate('threads', 'entity_id');
GRANT SELECT, INSERT ON threads TO pebble_app;

-- Every Message-ID that a thread is known by, its own and those it refers to, hashed. The primary key is what makes
-- a thread one: two mails of one thread that arrive at the same moment meet here, in whatever order.
CREATE TABLE thread_keys (
  tenant_id uuid NOT NULL,
  entity_id uuid NOT NULL,
  key_hash bytea NOT NULL,
  thread_id uuid NOT NULL,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  PRIMARY KEY (tenant_id, entity_id, key_hash),
  FOREIGN KEY (tenant_id, entity_id, thread_id) REFERENCES threads (tenant_id, entity_id, id)
);
SELECT isolate('thread_keys', 'entity_id');
GRANT SELECT, INSERT ON thread_keys TO pebble_app;

CREATE TABLE cards (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  entity_id uuid NOT NULL,
  thread_id uuid NOT NULL,
  board_id uuid NOT NULL,
  column_id uuid NOT NULL,
  title text NOT NULL,
  stream text NOT NULL,
  intent text NOT NULL,
  probability real NOT NULL CHECK (probability BETWEEN 0 AND 1),
  decided_by text NOT NULL,
  abstained boolean NOT NULL,
  reasons jsonb NOT NULL DEFAULT '[]',
  from_name text NOT NULL,
  from_address text NOT NULL,
  mail_count integer NOT NULL DEFAULT 1,
  reopened boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  -- Words of title, sender and mails, for the text filter.
  words tsvector NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  last_mail_at timestamptz NOT NULL,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, entity_id, id),
  -- One card per thread, whatever the code above believes.
  UNIQUE (tenant_id, thread_id),
  FOREIGN KEY (tenant_id, entity_id) REFERENCES entities (tenant_id, id),
  FOREIGN KEY (tenant_id, entity_id, thread_id) REFERENCES threads (tenant_id, entity_id, id),
  FOREIGN KEY (tenant_id, board_id, column_id) REFERENCES board_columns (tenant_id, board_id, id)
);
CREATE INDEX cards_of_column ON cards (tenant_id, board_id, column_id, last_mail_at DESC, id DESC);
CREATE INDEX cards_newest ON cards (tenant_id, last_mail_at DESC, id DESC);
SELECT isolate('cards', 'entity_id');
GRANT SELECT, INSERT, UPDATE ON cards TO pebble_app;

-- The truth about accepted mail: a 202 means that the row is here, and `raw` is what was handed over, byte for byte.
CREATE TABLE inbound_emails (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  entity_id uuid NOT NULL,
  mailbox text,
  format text NOT NULL CHECK (format IN ('rfc822', 'json')),
  raw bytea NOT NULL,
  from_address text NOT NULL,
  state text NOT NULL DEFAULT 'accepted' CHECK (state IN ('accepted', 'processing', 'done', 'duplicate', 'ignored', 'dead')),
  attempts integer NOT NULL DEFAULT 0,
  reason text,
  card_id uuid,
  -- Of a duplicate: the copy that has the effect. It may get its card after this row has ended.
  duplicate_of uuid,
  received_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, entity_id, id),
  FOREIGN KEY (tenant_id, entity_id) REFERENCES entities (tenant_id, id),
  FOREIGN KEY (tenant_id, entity_id, card_id) REFERENCES cards (tenant_id, entity_id, id)
);
-- For the sweeper, which looks for accepted and unfinished mail.
CREATE INDEX inbound_unfinished ON inbound_emails (tenant_id, received_at) WHERE state IN ('accepted', 'processing');
SELECT isolate('inbound_emails', 'entity_id');
GRANT SELECT, INSERT, UPDATE (state, attempts, reason, card_id, duplicate_of, updated_at) ON inbound_emails TO pebble_app;

-- ProcessedEmail: who has the one effect of a mail. The primary key decides between copies, not a look-up.
CREATE TABLE processed_emails (
  tenant_id uuid NOT NULL,
  entity_id uuid NOT NULL,
  key_hash bytea NOT NULL,
  key_kind text NOT NULL CHECK (key_kind IN ('message_id', 'fingerprint')),
  inbound_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  PRIMARY KEY (tenant_id, entity_id, key_hash),
  FOREIGN KEY (tenant_id, entity_id, inbound_id) REFERENCES inbound_emails (tenant_id, entity_id, id)
);
SELECT isolate('processed_emails', 'entity_id');
-- Updated only when a copy takes over from a mail that died.
GRANT SELECT, INSERT, UPDATE (inbound_id) ON processed_emails TO pebble_app;

CREATE TABLE emails (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  entity_id uuid NOT NULL,
  card_id uuid NOT NULL,
  inbound_id uuid NOT NULL,
  message_id text,
  subject text NOT NULL,
  from_name text NOT NULL,
  from_address text NOT NULL,
  to_addresses jsonb NOT NULL,
  cc_addresses jsonb NOT NULL,
  text_body text NOT NULL,
  html_body text,
  sent_at timestamptz,
  received_at timestamptz NOT NULL,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  -- A retried job finds the mail on its card already.
  UNIQUE (tenant_id, inbound_id),
  FOREIGN KEY (tenant_id, entity_id, card_id) REFERENCES cards (tenant_id, entity_id, id),
  FOREIGN KEY (tenant_id, entity_id, inbound_id) REFERENCES inbound_emails (tenant_id, entity_id, id)
);
CREATE INDEX emails_of_card ON emails (tenant_id, card_id, received_at);
SELECT isolate('emails', 'entity_id');
GRANT SELECT, INSERT ON emails TO pebble_app;

-- Belongs to the inbound mail: the worker stores attachments before any flow runs.
CREATE TABLE attachments (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  entity_id uuid NOT NULL,
  inbound_id uuid NOT NULL,
  -- Place among the mail's attachments: parts first, then attachment_urls. Makes storing safe to repeat.
  position integer NOT NULL,
  filename text NOT NULL,
  content_type text NOT NULL,
  size integer,
  state text NOT NULL CHECK (state IN ('stored', 'refused', 'failed')),
  reason text,
  content bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, inbound_id, position),
  FOREIGN KEY (tenant_id, entity_id, inbound_id) REFERENCES inbound_emails (tenant_id, entity_id, id)
);
SELECT isolate('attachments', 'entity_id');
GRANT SELECT, INSERT ON attachments TO pebble_app;

CREATE TABLE blacklist (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  pattern text NOT NULL CHECK (pattern = lower(pattern)),
  note text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, pattern)
);
SELECT isolate('blacklist');
GRANT SELECT, INSERT, DELETE ON blacklist TO pebble_app;

-- Senders that the operator refuses for everybody; the application reads it only.
CREATE TABLE global_blacklist (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  pattern text NOT NULL UNIQUE CHECK (pattern = lower(pattern)),
  note text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE global_blacklist ENABLE ROW LEVEL SECURITY;
ALTER TABLE global_blacklist FORCE ROW LEVEL SECURITY;
CREATE POLICY same_for_all ON global_blacklist FOR SELECT TO pebble_app USING (true);
GRANT SELECT ON global_blacklist TO pebble_app;

-- SyncError: a mail that could not be processed, with everything that a person needs to repair it.
CREATE TABLE sync_errors (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  entity_id uuid NOT NULL,
  inbound_id uuid NOT NULL,
  error_class text NOT NULL,
  message text NOT NULL,
  traceback text NOT NULL,
  attempts integer NOT NULL,
  -- AES-256-GCM, bound to tenant and mail; see core-api/src/crypto/sealed-box.ts.
  payload_sealed bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, inbound_id),
  FOREIGN KEY (tenant_id, entity_id, inbound_id) REFERENCES inbound_emails (tenant_id, entity_id, id)
);
SELECT isolate('sync_errors', 'entity_id');
GRANT SELECT, INSERT ON sync_errors TO pebble_app;
