-- Dead letters for people: what failed, whom it touches, what was done about it.

-- `raw` stays what was handed over, byte for byte, and is granted no UPDATE. A repaired mail lies beside it, and the mail
-- says which one is processed: 0 is `raw`, anything else the version of its row in mail_repairs.
ALTER TABLE inbound_emails ADD COLUMN repair integer NOT NULL DEFAULT 0;
GRANT UPDATE (repair) ON inbound_emails TO pebble_app;

ALTER TABLE sync_errors
  ADD COLUMN status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'redriven', 'resolved', 'discarded')),
  -- Grows with each change, so that nobody overwrites what he has not seen.
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN fingerprint text NOT NULL DEFAULT '0000000000000000' CHECK (fingerprint ~ '^[0-9a-f]{16}$'),
  ADD COLUMN step text,
  ADD COLUMN deaths integer NOT NULL DEFAULT 1,
  ADD COLUMN last_died_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN settled_by text,
  ADD COLUMN settled_at timestamptz,
  ADD COLUMN settled_reason text,
  ADD COLUMN payload_format text CHECK (payload_format IN ('rfc822', 'json')),
  ADD COLUMN payload_bytes integer,
  -- The data key of payload_sealed, wrapped by the key payload_key_id. In a column of its own, so that changing the wrapping
  -- does not touch megabytes of payload. NULL: sealed by the version before, under the master key itself.
  ADD COLUMN payload_key bytea,
  ADD COLUMN payload_key_id text,
  ADD COLUMN payload_destroyed_at timestamptz,
  ALTER COLUMN payload_sealed DROP NOT NULL,
  ADD CHECK ((payload_sealed IS NULL) = (payload_destroyed_at IS NOT NULL)),
  ADD UNIQUE (tenant_id, entity_id, id);
GRANT UPDATE (error_class, message, traceback, attempts, status, version, fingerprint, step, deaths, last_died_at,
              settled_by, settled_at, settled_reason, payload_sealed, payload_key, payload_key_id, payload_destroyed_at)
  ON sync_errors TO pebble_app;

-- Each time that a mail died; the last ones of a mail are kept.
CREATE TABLE sync_error_deaths (
  tenant_id uuid NOT NULL,
  entity_id uuid NOT NULL,
  sync_error_id uuid NOT NULL,
  number integer NOT NULL,
  died_at timestamptz NOT NULL DEFAULT now(),
  attempts integer NOT NULL,
  fingerprint text NOT NULL,
  error_class text NOT NULL,
  step text,
  message text NOT NULL,
  traceback text NOT NULL,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  PRIMARY KEY (tenant_id, sync_error_id, number),
  FOREIGN KEY (tenant_id, entity_id, sync_error_id) REFERENCES sync_errors (tenant_id, entity_id, id)
);
SELECT isolate('sync_error_deaths', 'entity_id');
GRANT SELECT, INSERT, DELETE ON sync_error_deaths TO pebble_app;

-- Dead letters of the version before. An owner who is no superuser is bound by forced row security, so it is lifted for these
-- statements; nobody else sees the tables before this transaction ends.
ALTER TABLE sync_errors NO FORCE ROW LEVEL SECURITY;
ALTER TABLE sync_error_deaths NO FORCE ROW LEVEL SECURITY;
ALTER TABLE inbound_emails NO FORCE ROW LEVEL SECURITY;
UPDATE sync_errors s SET
  last_died_at = s.created_at,
  payload_format = i.format,
  payload_bytes = octet_length(i.raw),
  -- As near as SQL comes to what the application computes; the next death of the mail sets it right.
  fingerprint = substr(encode(sha256(convert_to(
    s.error_class || ' ' || lower(regexp_replace(s.message, '"[^"]*"|[0-9]+', '*', 'g')), 'UTF8')), 'hex'), 1, 16)
FROM inbound_emails i WHERE i.id = s.inbound_id;
INSERT INTO sync_error_deaths (tenant_id, entity_id, sync_error_id, number, died_at, attempts, fingerprint, error_class,
                               message, traceback, source_system, correlation_id)
SELECT tenant_id, entity_id, id, 1, created_at, attempts, fingerprint, error_class, message, traceback, source_system,
       correlation_id FROM sync_errors;
ALTER TABLE sync_errors FORCE ROW LEVEL SECURITY;
ALTER TABLE sync_error_deaths FORCE ROW LEVEL SECURITY;
ALTER TABLE inbound_emails FORCE ROW LEVEL SECURITY;
ALTER TABLE sync_errors ALTER COLUMN payload_format SET NOT NULL, ALTER COLUMN payload_bytes SET NOT NULL;

CREATE INDEX sync_errors_newest ON sync_errors (tenant_id, last_died_at DESC, id DESC);
CREATE INDEX sync_errors_of_status ON sync_errors (tenant_id, status, fingerprint);
-- For the retention of payloads, and for the change of keys.
CREATE INDEX sync_errors_settled ON sync_errors (tenant_id, settled_at) WHERE payload_sealed IS NOT NULL;
CREATE INDEX sync_errors_by_key ON sync_errors (tenant_id, payload_key_id) WHERE payload_sealed IS NOT NULL;

-- The edited form of a dead mail, sealed like the original.
CREATE TABLE mail_repairs (
  tenant_id uuid NOT NULL,
  entity_id uuid NOT NULL,
  inbound_id uuid NOT NULL,
  -- The dead letter's version when this was written: never the same for two edits of a mail.
  version integer NOT NULL CHECK (version > 0),
  format text NOT NULL CHECK (format IN ('rfc822', 'json')),
  bytes integer NOT NULL,
  payload_sealed bytea NOT NULL,
  payload_key bytea NOT NULL,
  payload_key_id text NOT NULL,
  edited_by text NOT NULL,
  edited_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  PRIMARY KEY (tenant_id, inbound_id),
  FOREIGN KEY (tenant_id, entity_id, inbound_id) REFERENCES inbound_emails (tenant_id, entity_id, id)
);
CREATE INDEX mail_repairs_by_key ON mail_repairs (tenant_id, payload_key_id);
SELECT isolate('mail_repairs', 'entity_id');
GRANT SELECT, INSERT, UPDATE, DELETE ON mail_repairs TO pebble_app;

-- Dead letters on their way back, step by step.
CREATE TABLE redrives (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'stopping', 'stopped', 'finished')),
  selection jsonb NOT NULL,
  rate_per_second real NOT NULL CHECK (rate_per_second > 0),
  step integer NOT NULL DEFAULT 1,
  -- When it is to be looked at again, and when the next mail may be sent.
  next_at timestamptz NOT NULL DEFAULT now(),
  send_at timestamptz NOT NULL DEFAULT now(),
  reason text,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, id)
);
CREATE INDEX redrives_newest ON redrives (tenant_id, created_at DESC, id DESC);
CREATE INDEX redrives_active ON redrives (next_at, tenant_id) WHERE state IN ('running', 'stopping');
SELECT isolate('redrives');
GRANT SELECT, INSERT, UPDATE (state, step, next_at, send_at, reason, finished_at) ON redrives TO pebble_app;

CREATE TABLE redrive_items (
  tenant_id uuid NOT NULL,
  entity_id uuid NOT NULL,
  redrive_id uuid NOT NULL,
  position integer NOT NULL,
  sync_error_id uuid NOT NULL,
  inbound_id uuid NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'under_way', 'succeeded', 'died', 'skipped', 'left')),
  edited boolean NOT NULL DEFAULT false,
  -- How often the mail had died when it was sent: one more, and it was in vain.
  deaths integer,
  reason text,
  sent_at timestamptz,
  settled_at timestamptz,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  PRIMARY KEY (tenant_id, redrive_id, position),
  UNIQUE (tenant_id, redrive_id, sync_error_id),
  FOREIGN KEY (tenant_id, redrive_id) REFERENCES redrives (tenant_id, id),
  FOREIGN KEY (tenant_id, entity_id, sync_error_id) REFERENCES sync_errors (tenant_id, entity_id, id)
);
CREATE INDEX redrive_items_by_state ON redrive_items (tenant_id, redrive_id, state, position);
SELECT isolate('redrive_items', 'entity_id');
GRANT SELECT, INSERT, UPDATE (state, edited, deaths, reason, sent_at, settled_at) ON redrive_items TO pebble_app;

-- Workers ask which tenants have a redrive to go on with, and then work in each one's own scope.
CREATE POLICY door_redrives ON redrives FOR SELECT TO pebble_doors USING (true);
GRANT SELECT (tenant_id, state, next_at) ON redrives TO pebble_doors;

CREATE FUNCTION door_redrives_due() RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
  SELECT DISTINCT r.tenant_id FROM redrives r WHERE r.state IN ('running', 'stopping') AND r.next_at <= now();
END;

GRANT CREATE ON SCHEMA public TO pebble_doors;
ALTER FUNCTION door_redrives_due() OWNER TO pebble_doors;
REVOKE CREATE ON SCHEMA public FROM pebble_doors;
REVOKE ALL ON FUNCTION door_redrives_due() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_redrives_due() TO pebble_app;
