-- Senders that are believed. Same patterns as blacklist; the most specific entry of all lists decides.
CREATE TABLE authorised_senders (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  pattern text NOT NULL CHECK (pattern = lower(pattern)),
  note text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, pattern)
);
SELECT isolate('authorised_senders');
GRANT SELECT, INSERT, UPDATE (note), DELETE ON authorised_senders TO pebble_app;
GRANT UPDATE (note) ON blacklist TO pebble_app;

-- Who operates the installation. Named by the owner of the schema (scripts/global-blacklist.ts); the application reads it only,
-- so that no fault in it can make an operator of a tenant.
CREATE TABLE operator_tenants (
  tenant_id uuid PRIMARY KEY REFERENCES tenants (id),
  created_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT 'console',
  correlation_id text NOT NULL DEFAULT gen_random_uuid()::text
);
SELECT isolate('operator_tenants');
GRANT SELECT ON operator_tenants TO pebble_app;
-- An owner that is no superuser is bound by forced row security too.
CREATE POLICY owner_names_operators ON operator_tenants TO CURRENT_USER USING (true) WITH CHECK (true);

-- The global list is everybody's to read, as before, and its operators' to change.
CREATE POLICY operators_add ON global_blacklist FOR INSERT TO pebble_app
  WITH CHECK (EXISTS (SELECT FROM operator_tenants o WHERE o.tenant_id = (SELECT scope_tenant())));
CREATE POLICY operators_note ON global_blacklist FOR UPDATE TO pebble_app
  USING (EXISTS (SELECT FROM operator_tenants o WHERE o.tenant_id = (SELECT scope_tenant())))
  WITH CHECK (EXISTS (SELECT FROM operator_tenants o WHERE o.tenant_id = (SELECT scope_tenant())));
CREATE POLICY operators_remove ON global_blacklist FOR DELETE TO pebble_app
  USING (EXISTS (SELECT FROM operator_tenants o WHERE o.tenant_id = (SELECT scope_tenant())));
GRANT INSERT, UPDATE (note), DELETE ON global_blacklist TO pebble_app;

-- Whose mail was refused, one row for a sender, an entry and a day (UTC): a flood is a number here, not a million rows.
CREATE TABLE refused_senders (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  day date NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')::date,
  sender text NOT NULL,
  pattern text NOT NULL,
  scope text NOT NULL CHECK (scope IN ('tenant', 'global')),
  mails integer NOT NULL,
  first_at timestamptz NOT NULL DEFAULT now(),
  last_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, day, sender, pattern, scope)
);
CREATE INDEX refused_senders_latest ON refused_senders (tenant_id, last_at DESC, id DESC);
SELECT isolate('refused_senders');
GRANT SELECT, INSERT, UPDATE (mails, last_at) ON refused_senders TO pebble_app;

-- What a tenant has changed about noise; without a row the defaults of core-api/src/features/senders/noise-policy.ts hold.
CREATE TABLE noise_policies (
  tenant_id uuid PRIMARY KEY REFERENCES tenants (id),
  -- Kinds that open cards all the same.
  open_kinds text[] NOT NULL,
  loop_enabled boolean NOT NULL,
  loop_mails integer NOT NULL,
  loop_authorised_mails integer NOT NULL,
  loop_window_minutes integer NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id()
);
SELECT isolate('noise_policies');
GRANT SELECT, INSERT ON noise_policies TO pebble_app;
GRANT UPDATE (open_kinds, loop_enabled, loop_mails, loop_authorised_mails, loop_window_minutes, updated_at, source_system, correlation_id)
  ON noise_policies TO pebble_app;

-- What looking through received mail needs, read off the headers at the door, and what the noise rules decided later.
ALTER TABLE inbound_emails
  ADD COLUMN subject text NOT NULL DEFAULT '',
  ADD COLUMN from_name text NOT NULL DEFAULT '',
  ADD COLUMN sent_at timestamptz,
  -- Sender and gist of the subject, hashed: mails that share it are much the same (core-api/src/mail/noise-loop.ts).
  ADD COLUMN loop_key bigint,
  -- A column, because row security keeps expressions from being index conditions.
  ADD COLUMN loop_hour timestamptz NOT NULL
    GENERATED ALWAYS AS (date_bin('1 hour', received_at, '2000-01-01 00:00:00+00')) STORED,
  ADD COLUMN noise_kind text,
  -- Of noise: the card that it concerns.
  ADD COLUMN about_card_id uuid,
  -- A person has said that it is no noise.
  ADD COLUMN opened_at timestamptz,
  ADD FOREIGN KEY (tenant_id, entity_id, about_card_id) REFERENCES cards (tenant_id, entity_id, id);
GRANT UPDATE (noise_kind, about_card_id, opened_at) ON inbound_emails TO pebble_app;
CREATE INDEX inbound_newest ON inbound_emails (tenant_id, received_at DESC, id DESC) INCLUDE (entity_id, state, noise_kind);
CREATE INDEX inbound_ignored ON inbound_emails (tenant_id, received_at DESC, id DESC) INCLUDE (entity_id, noise_kind)
  WHERE state = 'ignored';
-- The loop guard counts here, so it needs no counters and no locks: the mails themselves are its memory, whatever process
-- took them. The hour comes first, so that new entries land together and the index stays as fast at its millionth.
CREATE INDEX inbound_loops ON inbound_emails (tenant_id, loop_hour, loop_key, received_at);

-- One row for each loop that was ever stopped; a new one after it has cooled down starts the count anew.
CREATE TABLE mail_loops (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  loop_key bigint NOT NULL,
  from_address text NOT NULL,
  subject text NOT NULL,
  since timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  ignored integer NOT NULL,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, loop_key)
);
CREATE INDEX mail_loops_latest ON mail_loops (tenant_id, last_at DESC, id DESC);
SELECT isolate('mail_loops');
GRANT SELECT, INSERT, UPDATE (subject, since, last_at, ignored) ON mail_loops TO pebble_app;
