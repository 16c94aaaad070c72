-- Credentials of other systems, by the name that flows call them.
CREATE TABLE connections (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  name text NOT NULL,
  connector text NOT NULL,
  auth text NOT NULL,
  -- Fields that are no secrets.
  plain jsonb NOT NULL DEFAULT '{}',
  -- The names of the secret fields, and their values as JSON, sealed, bound to tenant and connection.
  secret_names text[] NOT NULL DEFAULT '{}',
  secrets_sealed bytea NOT NULL,
  -- The session that all processes share, sealed as well.
  session_sealed bytea,
  session_until timestamptz,
  -- Grows with each new session and each change of the credential: who writes over another's session has read an old one.
  session_revision bigint NOT NULL DEFAULT 0,
  -- The one process that signs in now, so that the others wait for its session: a refresh token may be good for one use.
  signing_in uuid,
  signing_in_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, id),
  UNIQUE (tenant_id, name)
);
SELECT isolate('connections');
GRANT SELECT, INSERT, DELETE ON connections TO pebble_app;
GRANT UPDATE (name, auth, plain, secret_names, secrets_sealed, session_sealed, session_until, session_revision, signing_in,
              signing_in_until) ON connections TO pebble_app;

-- Mailboxes of connected systems that a worker reads.
CREATE TABLE mail_feeds (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  name text NOT NULL,
  connection_id uuid NOT NULL,
  mailbox text NOT NULL,
  remote_mailbox text NOT NULL,
  folder text NOT NULL,
  mode text NOT NULL CHECK (mode IN ('live', 'shadow')),
  enabled boolean NOT NULL,
  push boolean NOT NULL,
  -- `now` or an instant.
  start_from text NOT NULL,
  -- When the owner said so: what `now` means.
  start_said_at timestamptz NOT NULL DEFAULT now(),
  -- Grows with each change of the settings, so that a running reader knows that it is out of date.
  revision integer NOT NULL DEFAULT 1,
  last_error text,
  last_poll_at timestamptz,
  received bigint NOT NULL DEFAULT 0,
  accepted bigint NOT NULL DEFAULT 0,
  refused bigint NOT NULL DEFAULT 0,
  last_at timestamptz,
  -- Everything received before it has a receipt.
  proved_until timestamptz,
  -- The one process that reads the feed, until when it may, and when it last said that it is at work.
  lease_holder uuid,
  lease_until timestamptz,
  heartbeat_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, id),
  UNIQUE (tenant_id, name),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connections (tenant_id, id),
  FOREIGN KEY (tenant_id, mailbox) REFERENCES mailboxes (tenant_id, address)
);
CREATE INDEX mail_feeds_of_connection ON mail_feeds (tenant_id, connection_id);
SELECT isolate('mail_feeds');
GRANT SELECT, INSERT, UPDATE, DELETE ON mail_feeds TO pebble_app;

-- How far a folder is read, in the connector's own words. One for each mode, as with mail accounts.
CREATE TABLE feed_cursors (
  tenant_id uuid NOT NULL,
  feed_id uuid NOT NULL,
  mode text NOT NULL CHECK (mode IN ('live', 'shadow')),
  cursor jsonb NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  PRIMARY KEY (tenant_id, feed_id, mode),
  FOREIGN KEY (tenant_id, feed_id) REFERENCES mail_feeds (tenant_id, id) ON DELETE CASCADE
);
SELECT isolate('feed_cursors');
GRANT SELECT, INSERT, UPDATE, DELETE ON feed_cursors TO pebble_app;

-- Older mail that is taken in, or of which is only said what that would do.
CREATE TABLE feed_backfills (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  feed_id uuid NOT NULL,
  mode text NOT NULL CHECK (mode IN ('live', 'shadow')),
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  preview boolean NOT NULL,
  state text NOT NULL DEFAULT 'listing' CHECK (state IN ('listing', 'working', 'done', 'cancelled')),
  last_error text,
  retry_at timestamptz,
  -- The next page to list; NULL at the first and behind the last.
  page text,
  found integer NOT NULL DEFAULT 0,
  known integer NOT NULL DEFAULT 0,
  here_already integer NOT NULL DEFAULT 0,
  -- Of a preview: ids that are to be rehearsed, and what was said of those that were, by outcome.
  sample_ids text[] NOT NULL DEFAULT '{}',
  sample jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, id),
  FOREIGN KEY (tenant_id, feed_id) REFERENCES mail_feeds (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX feed_backfills_newest ON feed_backfills (tenant_id, feed_id, created_at DESC);
SELECT isolate('feed_backfills');
GRANT SELECT, INSERT ON feed_backfills TO pebble_app;
GRANT UPDATE (state, last_error, retry_at, page, found, known, here_already, sample_ids, sample, ended_at)
  ON feed_backfills TO pebble_app;

-- Every mail that a feed knows of: what is waiting here is the to-do list, what is settled the proof. A mail gets its tracking id
-- before it is handed over, so that it is handed over once, whenever the process dies.
CREATE TABLE feed_items (
  tenant_id uuid NOT NULL,
  feed_id uuid NOT NULL,
  mode text NOT NULL CHECK (mode IN ('live', 'shadow')),
  external_id text NOT NULL,
  received_at timestamptz NOT NULL,
  internet_message_id text,
  tracking_id uuid NOT NULL,
  -- taken: accepted. refused: accepting it was refused. gone: not there any more when we came. given_up: it could not be fetched
  -- for a day. rehearsed: only reported.
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'taken', 'refused', 'gone', 'given_up', 'rehearsed')),
  via text NOT NULL CHECK (via IN ('poll', 'check', 'backfill')),
  backfill_id uuid,
  reason text,
  tries integer NOT NULL DEFAULT 0,
  -- NULL: nobody is to fetch it.
  next_at timestamptz DEFAULT 'epoch',
  known_at timestamptz NOT NULL DEFAULT now(),
  settled_at timestamptz,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  PRIMARY KEY (tenant_id, feed_id, mode, external_id),
  FOREIGN KEY (tenant_id, feed_id) REFERENCES mail_feeds (tenant_id, id) ON DELETE CASCADE
);
-- In the order in which they are fetched: a backfill of a whole mailbox is not sorted for every few mails.
CREATE INDEX feed_items_waiting ON feed_items (tenant_id, feed_id, mode, (via = 'backfill'), next_at, external_id)
  WHERE state = 'waiting';
CREATE INDEX feed_items_received ON feed_items (tenant_id, feed_id, mode, received_at);
CREATE INDEX feed_items_of_backfill ON feed_items (tenant_id, backfill_id) WHERE backfill_id IS NOT NULL;
SELECT isolate('feed_items');
GRANT SELECT, INSERT, DELETE ON feed_items TO pebble_app;
GRANT UPDATE (state, via, backfill_id, reason, tries, next_at, settled_at) ON feed_items TO pebble_app;

-- What the other side was told to call. The token of the address is kept as its hash, the rest sealed.
CREATE TABLE feed_pushes (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  feed_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  -- Address and secret, and the registration once it was answered; bound to tenant and row.
  registration_sealed bytea NOT NULL,
  registered boolean NOT NULL DEFAULT false,
  -- Of the feed's settings for which it was made.
  feed_revision integer NOT NULL,
  expires_at timestamptz,
  renewed_at timestamptz NOT NULL DEFAULT now(),
  last_call_at timestamptz,
  -- Why it does not work, and when it is tried again; NULL while it does.
  failure text,
  retry_at timestamptz,
  tries integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, feed_id),
  FOREIGN KEY (tenant_id, feed_id) REFERENCES mail_feeds (tenant_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX feed_pushes_token ON feed_pushes (token_hash);
SELECT isolate('feed_pushes');
GRANT SELECT, INSERT, UPDATE, DELETE ON feed_pushes TO pebble_app;

-- Signed proofs of what became of the mail of a window. They are never changed, and outlive their feed.
CREATE TABLE ingestion_receipts (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  feed_id uuid NOT NULL,
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  revision integer NOT NULL,
  status text NOT NULL CHECK (status IN ('complete', 'pending', 'gap', 'doubled')),
  -- The text that was signed: canonical JSON with all that is shown.
  body text NOT NULL,
  key_id text NOT NULL,
  signature bytea NOT NULL,
  signed_at timestamptz NOT NULL,
  -- False once a later look at the same window has one of its own.
  is_latest boolean NOT NULL DEFAULT true,
  -- When an unfinished window is looked at again; NULL: not by itself.
  look_again_at timestamptz,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, feed_id, from_at, to_at, revision)
);
CREATE INDEX ingestion_receipts_newest ON ingestion_receipts (tenant_id, from_at DESC, id DESC) WHERE is_latest;
CREATE INDEX ingestion_receipts_again ON ingestion_receipts (tenant_id, feed_id, look_again_at) WHERE look_again_at IS NOT NULL;
SELECT isolate('ingestion_receipts');
GRANT SELECT, INSERT, UPDATE (is_latest, look_again_at) ON ingestion_receipts TO pebble_app;

-- Where a mail came from, for flows that answer it or file it over there; `source_mailbox` is the address that it has there.
ALTER TABLE inbound_emails ADD COLUMN source_connection text, ADD COLUMN source_external_id text, ADD COLUMN source_mailbox text;

-- Whether a Message-ID has had more than one effect.
CREATE INDEX emails_of_message ON emails (tenant_id, message_id) WHERE message_id IS NOT NULL;

-- A third kind of door has reports.
ALTER TABLE door_reports ADD COLUMN feed_id uuid;
ALTER TABLE door_reports DROP CONSTRAINT door_reports_check;
ALTER TABLE door_reports ADD CONSTRAINT door_reports_one_door CHECK (num_nonnulls(source_id, account_id, feed_id) = 1);
ALTER TABLE door_reports DROP CONSTRAINT door_reports_tenant_id_source_id_account_id_mode_key_key;
ALTER TABLE door_reports ADD CONSTRAINT door_reports_one_report UNIQUE NULLS NOT DISTINCT
  (tenant_id, source_id, account_id, feed_id, mode, key);
ALTER TABLE door_reports ADD FOREIGN KEY (tenant_id, feed_id) REFERENCES mail_feeds (tenant_id, id) ON DELETE CASCADE;
CREATE INDEX door_reports_of_feed ON door_reports (tenant_id, feed_id, created_at DESC, id DESC) WHERE feed_id IS NOT NULL;

CREATE POLICY door_mail_feeds ON mail_feeds FOR SELECT TO pebble_doors USING (true);
CREATE POLICY door_feed_pushes ON feed_pushes FOR SELECT TO pebble_doors USING (true);
GRANT SELECT (tenant_id, enabled) ON mail_feeds TO pebble_doors;
GRANT SELECT (tenant_id, token_hash) ON feed_pushes TO pebble_doors;

-- Workers ask every few seconds whose feeds there are to read.
CREATE FUNCTION door_tenants_with_mail_feeds() RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
  SELECT DISTINCT f.tenant_id FROM mail_feeds f WHERE f.enabled;
END;

-- A notification names nothing but its token. Only where to look: the rest is then read in the tenant's own scope.
CREATE FUNCTION door_tenant_of_push(wanted_hash bytea) RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
  SELECT p.tenant_id FROM feed_pushes p WHERE p.token_hash = wanted_hash;
END;

GRANT CREATE ON SCHEMA public TO pebble_doors;
ALTER FUNCTION door_tenants_with_mail_feeds() OWNER TO pebble_doors;
ALTER FUNCTION door_tenant_of_push(bytea) OWNER TO pebble_doors;
REVOKE CREATE ON SCHEMA public FROM pebble_doors;
REVOKE ALL ON FUNCTION door_tenants_with_mail_feeds(), door_tenant_of_push(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_tenants_with_mail_feeds(), door_tenant_of_push(bytea) TO pebble_app;
