-- Third parties that post mail, each signed by a secret of its own.
CREATE TABLE webhook_sources (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  name text NOT NULL,
  mode text NOT NULL CHECK (mode IN ('live', 'shadow')),
  enabled boolean NOT NULL,
  mailbox text,
  mapping jsonb,
  rate_per_minute integer NOT NULL,
  received bigint NOT NULL DEFAULT 0,
  accepted bigint NOT NULL DEFAULT 0,
  refused bigint NOT NULL DEFAULT 0,
  last_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, id),
  UNIQUE (tenant_id, name),
  FOREIGN KEY (tenant_id, mailbox) REFERENCES mailboxes (tenant_id, address)
);
SELECT isolate('webhook_sources');
GRANT SELECT, INSERT, DELETE ON webhook_sources TO pebble_app;
GRANT UPDATE (name, mode, enabled, mailbox, mapping, rate_per_minute, received, accepted, refused, last_at)
  ON webhook_sources TO pebble_app;

-- Several may be good at a time, so that a secret can be changed without losing a delivery.
CREATE TABLE webhook_secrets (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  source_id uuid NOT NULL,
  -- Sealed, bound to tenant and secret.
  secret_sealed bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- NULL: good until it is replaced.
  expires_at timestamptz,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  FOREIGN KEY (tenant_id, source_id) REFERENCES webhook_sources (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX webhook_secrets_of_source ON webhook_secrets (tenant_id, source_id);
SELECT isolate('webhook_secrets');
GRANT SELECT, INSERT, DELETE, UPDATE (expires_at, secret_sealed) ON webhook_secrets TO pebble_app;

-- Accounts on IMAP servers that a worker reads.
CREATE TABLE mail_accounts (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  name text NOT NULL,
  host text NOT NULL,
  port integer NOT NULL,
  tls text NOT NULL CHECK (tls IN ('implicit', 'starttls', 'none')),
  ca text,
  username text NOT NULL,
  -- Sealed, bound to tenant and account.
  password_sealed bytea NOT NULL,
  folder text NOT NULL,
  mailbox text NOT NULL,
  mode text NOT NULL CHECK (mode IN ('live', 'shadow')),
  enabled boolean NOT NULL,
  after_accept text NOT NULL CHECK (after_accept IN ('nothing', 'mark_seen', 'move')),
  move_to text,
  -- `now`, `beginning`, or an instant.
  start_from text NOT NULL,
  -- When the owner said so: what `now` means.
  start_said_at timestamptz NOT NULL DEFAULT now(),
  -- Grows with each change of the settings, so that a running reader knows that it is out of date.
  revision integer NOT NULL DEFAULT 1,
  last_error text,
  notice text,
  received bigint NOT NULL DEFAULT 0,
  accepted bigint NOT NULL DEFAULT 0,
  refused bigint NOT NULL DEFAULT 0,
  last_at timestamptz,
  -- The one process that reads the account, until when it may, and when it last said that it is at work.
  lease_holder uuid,
  lease_until timestamptz,
  heartbeat_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, id),
  UNIQUE (tenant_id, name),
  CHECK (after_accept <> 'move' OR move_to IS NOT NULL),
  FOREIGN KEY (tenant_id, mailbox) REFERENCES mailboxes (tenant_id, address)
);
SELECT isolate('mail_accounts');
GRANT SELECT, INSERT, UPDATE, DELETE ON mail_accounts TO pebble_app;

-- How far a folder is read. One cursor for each mode: going live does not start where the rehearsal happened to stop.
CREATE TABLE mail_cursors (
  tenant_id uuid NOT NULL,
  account_id uuid NOT NULL,
  mode text NOT NULL CHECK (mode IN ('live', 'shadow')),
  uid_validity bigint NOT NULL,
  last_uid bigint NOT NULL,
  -- Mails that could not be read, each with its UID, its tries and when the next is due: the following ones do not wait.
  aside jsonb NOT NULL DEFAULT '[]',
  updated_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  PRIMARY KEY (tenant_id, account_id, mode),
  FOREIGN KEY (tenant_id, account_id) REFERENCES mail_accounts (tenant_id, id) ON DELETE CASCADE
);
SELECT isolate('mail_cursors');
GRANT SELECT, INSERT, UPDATE, DELETE ON mail_cursors TO pebble_app;

-- Mail that a door did not take, because it only reports or because it could not. Kept for some weeks.
CREATE TABLE door_reports (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  source_id uuid,
  account_id uuid,
  -- What names the mail at the other side: a repeat replaces its report.
  key text NOT NULL,
  mode text NOT NULL CHECK (mode IN ('live', 'shadow')),
  from_address text,
  subject text,
  size bigint,
  rehearsal jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  CHECK ((source_id IS NULL) <> (account_id IS NULL)),
  UNIQUE NULLS NOT DISTINCT (tenant_id, source_id, account_id, mode, key),
  FOREIGN KEY (tenant_id, source_id) REFERENCES webhook_sources (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, account_id) REFERENCES mail_accounts (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX door_reports_newest ON door_reports (tenant_id, source_id, account_id, created_at DESC, id DESC);
CREATE INDEX door_reports_oldest ON door_reports (tenant_id, created_at);
SELECT isolate('door_reports');
GRANT SELECT, INSERT, UPDATE, DELETE ON door_reports TO pebble_app;

-- A mail server is told an address, and a webhook a source, before any tenant is known.
CREATE INDEX mailboxes_address ON mailboxes (address);
CREATE POLICY door_mailbox ON mailboxes FOR SELECT TO pebble_doors USING (true);
CREATE POLICY door_source ON webhook_sources FOR SELECT TO pebble_doors USING (true);
GRANT SELECT (tenant_id, address) ON mailboxes TO pebble_doors;
GRANT SELECT (tenant_id, id) ON webhook_sources TO pebble_doors;

CREATE POLICY door_mail_accounts ON mail_accounts FOR SELECT TO pebble_doors USING (true);
GRANT SELECT (tenant_id, enabled) ON mail_accounts TO pebble_doors;

-- Two rows mean that two tenants claim the address: then nobody gets its mail until the operator has decided.
CREATE FUNCTION door_tenants_of_mailbox(wanted_address text) RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
  SELECT m.tenant_id FROM mailboxes m WHERE m.address = lower(wanted_address) LIMIT 2;
END;

-- Only where to look: the secrets are then read in the tenant's own scope.
CREATE FUNCTION door_tenant_of_source(wanted_id uuid) RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
  SELECT s.tenant_id FROM webhook_sources s WHERE s.id = wanted_id;
END;

-- Workers ask every few seconds whose accounts there are to read.
CREATE FUNCTION door_tenants_with_mail_accounts() RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
  SELECT DISTINCT a.tenant_id FROM mail_accounts a WHERE a.enabled;
END;

GRANT CREATE ON SCHEMA public TO pebble_doors;
ALTER FUNCTION door_tenants_of_mailbox(text) OWNER TO pebble_doors;
ALTER FUNCTION door_tenant_of_source(uuid) OWNER TO pebble_doors;
ALTER FUNCTION door_tenants_with_mail_accounts() OWNER TO pebble_doors;
REVOKE CREATE ON SCHEMA public FROM pebble_doors;
REVOKE ALL ON FUNCTION door_tenants_of_mailbox(text), door_tenant_of_source(uuid), door_tenants_with_mail_accounts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_tenants_of_mailbox(text), door_tenant_of_source(uuid), door_tenants_with_mail_accounts() TO pebble_app;
