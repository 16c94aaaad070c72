CREATE TABLE flow_versions (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  flow_id text NOT NULL,
  version text NOT NULL,
  content_hash text NOT NULL,
  manifest jsonb NOT NULL,
  flow jsonb NOT NULL,
  -- What the tenant has set; the manifest says what may be set.
  knobs jsonb NOT NULL DEFAULT '{}',
  active boolean NOT NULL DEFAULT false,
  installed_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, id),
  UNIQUE (tenant_id, flow_id, version, content_hash)
);
CREATE UNIQUE INDEX one_active_version ON flow_versions (tenant_id, flow_id) WHERE active;
SELECT isolate('flow_versions');
GRANT SELECT, INSERT, UPDATE (knobs, active) ON flow_versions TO pebble_app;

-- A run explains what happened for ever: flow, version, content hash, outcome and time of each step. No payload.
CREATE TABLE flow_runs (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  entity_id uuid NOT NULL,
  flow_version_id uuid NOT NULL,
  flow_id text NOT NULL,
  version text NOT NULL,
  content_hash text NOT NULL,
  inbound_id uuid NOT NULL,
  status text NOT NULL CHECK (status IN ('succeeded', 'failed')),
  attempt integer NOT NULL,
  steps jsonb NOT NULL,
  started_at timestamptz NOT NULL,
  duration_ms real NOT NULL,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  FOREIGN KEY (tenant_id, flow_version_id) REFERENCES flow_versions (tenant_id, id),
  FOREIGN KEY (tenant_id, entity_id, inbound_id) REFERENCES inbound_emails (tenant_id, entity_id, id)
);
CREATE INDEX flow_runs_newest ON flow_runs (tenant_id, started_at DESC, id DESC);
CREATE INDEX flow_runs_of_inbound ON flow_runs (tenant_id, inbound_id);
SELECT isolate('flow_runs', 'entity_id');
GRANT SELECT, INSERT ON flow_runs TO pebble_app;
