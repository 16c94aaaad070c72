-- A file of mails that was handed over to be taken in row by row.
CREATE TABLE imports (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  entity_id uuid NOT NULL,
  filename text NOT NULL,
  format text NOT NULL CHECK (format IN ('csv', 'xlsx', 'xls', 'ods', 'mbox', 'eml')),
  size integer NOT NULL,
  sha256 bytea NOT NULL,
  mailbox text,
  state text NOT NULL CHECK (state IN ('uploaded', 'mapped', 'running', 'paused', 'done', 'failed', 'cancelled')),
  mode text NOT NULL CHECK (mode IN ('live', 'shadow')),
  -- Sheets, first rows, delimiter and encoding, as the reader process saw them.
  inspection jsonb NOT NULL,
  mapping jsonb,
  -- Rows are taken in as whoever uploaded the file, and reach no other entities: NULL means all of the tenant.
  actor text NOT NULL,
  actor_entities uuid[],
  rows_done integer NOT NULL DEFAULT 0,
  rows_total integer,
  counts jsonb NOT NULL DEFAULT '{}',
  waiting boolean NOT NULL DEFAULT false,
  reason text,
  -- Counts every change that a watcher should see.
  revision integer NOT NULL DEFAULT 1,
  -- Who works on it, and until when it is theirs; a worker that died loses it by the clock.
  lease_token uuid,
  leased_until timestamptz,
  -- Runs that ended without getting any further, one after the other.
  failures integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  finished_at timestamptz,
  file_deleted_at timestamptz,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, entity_id, id),
  FOREIGN KEY (tenant_id, entity_id) REFERENCES entities (tenant_id, id)
);
CREATE INDEX imports_newest ON imports (tenant_id, created_at DESC, id DESC);
CREATE INDEX imports_same_file ON imports (tenant_id, sha256);
-- For the worker, which takes the one that has rested longest.
CREATE INDEX imports_running ON imports (leased_until NULLS FIRST, id) WHERE state = 'running';
SELECT isolate('imports', 'entity_id');
GRANT SELECT, INSERT, UPDATE ON imports TO pebble_app;

-- The file itself, in pieces that a statement can carry. Deleted some days after the import has ended.
CREATE TABLE import_chunks (
  tenant_id uuid NOT NULL,
  entity_id uuid NOT NULL,
  import_id uuid NOT NULL,
  position integer NOT NULL,
  content bytea NOT NULL,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  PRIMARY KEY (tenant_id, import_id, position),
  FOREIGN KEY (tenant_id, entity_id, import_id) REFERENCES imports (tenant_id, entity_id, id)
);
SELECT isolate('import_chunks', 'entity_id');
GRANT SELECT, INSERT, DELETE ON import_chunks TO pebble_app;

-- What became of each row; never the row itself.
CREATE TABLE import_rows (
  tenant_id uuid NOT NULL,
  entity_id uuid NOT NULL,
  import_id uuid NOT NULL,
  row_number integer NOT NULL,
  line integer NOT NULL,
  result text NOT NULL,
  reason text,
  tracking_id uuid,
  board text,
  board_column text,
  -- What makes the row's mail the same mail, and where it is to go: how the second of two equal rows is known while the
  -- first is still queued.
  mail_key bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  PRIMARY KEY (tenant_id, import_id, row_number),
  FOREIGN KEY (tenant_id, entity_id, import_id) REFERENCES imports (tenant_id, entity_id, id)
);
CREATE INDEX import_rows_by_result ON import_rows (tenant_id, import_id, result, row_number);
CREATE INDEX import_rows_by_mail ON import_rows (tenant_id, mail_key) WHERE mail_key IS NOT NULL;
SELECT isolate('import_rows', 'entity_id');
GRANT SELECT, INSERT, DELETE ON import_rows TO pebble_app;

-- The worker takes an import without knowing whose it is; its own scope then does the rest.
CREATE POLICY door_imports_read ON imports FOR SELECT TO pebble_doors USING (true);
CREATE POLICY door_imports_lease ON imports FOR UPDATE TO pebble_doors USING (true) WITH CHECK (true);
GRANT SELECT (id, tenant_id, correlation_id, state, leased_until, lease_token),
      UPDATE (lease_token, leased_until) ON imports TO pebble_doors;

-- The running import that has rested longest gets a lease; none of a tenant that another worker serves already.
CREATE FUNCTION door_take_import(token uuid, seconds double precision)
RETURNS TABLE (id uuid, tenant_id uuid, correlation_id text)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
  UPDATE imports SET lease_token = token, leased_until = clock_timestamp() + make_interval(secs => seconds)
  WHERE imports.id = (
    SELECT i.id FROM imports i
    WHERE i.state = 'running' AND (i.leased_until IS NULL OR i.leased_until < clock_timestamp())
      AND NOT EXISTS (
        SELECT FROM imports o WHERE o.state = 'running' AND o.tenant_id = i.tenant_id AND o.leased_until >= clock_timestamp()
      )
    ORDER BY i.leased_until NULLS FIRST, i.id LIMIT 1 FOR UPDATE SKIP LOCKED
  )
  RETURNING imports.id, imports.tenant_id, imports.correlation_id;
END;

-- Whether an import waits for a worker, so that one that runs for long gives way.
CREATE FUNCTION door_import_waits() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
  SELECT EXISTS (
    SELECT FROM imports i WHERE i.state = 'running' AND (i.leased_until IS NULL OR i.leased_until < clock_timestamp())
  );
END;

GRANT CREATE ON SCHEMA public TO pebble_doors;
ALTER FUNCTION door_take_import(uuid, double precision) OWNER TO pebble_doors;
ALTER FUNCTION door_import_waits() OWNER TO pebble_doors;
REVOKE CREATE ON SCHEMA public FROM pebble_doors;
REVOKE ALL ON FUNCTION door_take_import(uuid, double precision), door_import_waits() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_take_import(uuid, double precision), door_import_waits() TO pebble_app;
