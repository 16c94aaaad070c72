-- Flows in other engines: what is deployed where, and who works on which mail until when.

-- Which flow new mail goes through; without a row it is email-triage.
CREATE TABLE mail_flows (
  tenant_id uuid PRIMARY KEY REFERENCES tenants (id),
  flow_id text NOT NULL,
  chosen_by text NOT NULL,
  chosen_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id()
);
SELECT isolate('mail_flows');
GRANT SELECT, INSERT, UPDATE (flow_id, chosen_by, chosen_at, correlation_id) ON mail_flows TO pebble_app;

-- A version of a flow on an engine. One is active for each flow and engine; those before it stay, because runs refer to them and a
-- rollback goes back to them.
CREATE TABLE flow_deployments (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  flow_id text NOT NULL,
  flow_version_id uuid NOT NULL,
  version text NOT NULL,
  content_hash text NOT NULL,
  engine text NOT NULL CHECK (engine IN ('embedded', 'activepieces', 'n8n')),
  -- What the engine calls it, and where a person opens it there.
  remote_id text,
  remote_url text,
  -- Where jobs are sent; the embedded engine needs none.
  webhook_url text,
  -- What they are signed with (Standard Webhooks), sealed; the connection `pebble` over there holds the same.
  secret_sealed bytea,
  active boolean NOT NULL DEFAULT true,
  deployed_by text NOT NULL,
  deployed_at timestamptz NOT NULL DEFAULT now(),
  superseded_at timestamptz,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, id),
  FOREIGN KEY (tenant_id, flow_version_id) REFERENCES flow_versions (tenant_id, id),
  CHECK (active = (superseded_at IS NULL)),
  CHECK (engine = 'embedded' OR (webhook_url IS NOT NULL AND secret_sealed IS NOT NULL))
);
CREATE UNIQUE INDEX one_active_deployment ON flow_deployments (tenant_id, flow_id, engine) WHERE active;
CREATE INDEX flow_deployments_newest ON flow_deployments (tenant_id, flow_id, deployed_at DESC, id DESC);
SELECT isolate('flow_deployments');
GRANT SELECT, INSERT, UPDATE (active, superseded_at, secret_sealed) ON flow_deployments TO pebble_app;

-- An attempt that another engine works on. It ends when it is reported, or when its time is over.
CREATE TABLE flow_leases (
  -- Also the id of the call that carries it there, so that the same call sent twice can be known.
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  entity_id uuid NOT NULL,
  inbound_id uuid NOT NULL,
  deployment_id uuid NOT NULL,
  attempt integer NOT NULL,
  began_at timestamptz NOT NULL DEFAULT now(),
  until timestamptz NOT NULL,
  -- The engine has said that it took it. NULL: nobody knows.
  taken_at timestamptz,
  -- What the flow's own last step, or its failure branch, has said.
  report jsonb,
  reported_at timestamptz,
  -- Judged, and its run recorded; nothing comes after.
  closed_at timestamptz,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  FOREIGN KEY (tenant_id, deployment_id) REFERENCES flow_deployments (tenant_id, id),
  FOREIGN KEY (tenant_id, entity_id, inbound_id) REFERENCES inbound_emails (tenant_id, entity_id, id),
  CHECK ((report IS NULL) = (reported_at IS NULL))
);
-- Nobody works on a mail twice at a time.
CREATE UNIQUE INDEX one_open_lease ON flow_leases (tenant_id, inbound_id) WHERE closed_at IS NULL;
-- For counting what an engine has in hand.
CREATE INDEX flow_leases_in_hand ON flow_leases (tenant_id, deployment_id, until) WHERE closed_at IS NULL AND reported_at IS NULL;
SELECT isolate('flow_leases', 'entity_id');
GRANT SELECT, INSERT, UPDATE (taken_at, report, reported_at, closed_at), DELETE ON flow_leases TO pebble_app;

-- What a flow does only once for a mail, whichever of its runs comes first: effects in other systems that know no repeat.
CREATE TABLE flow_marks (
  tenant_id uuid NOT NULL,
  entity_id uuid NOT NULL,
  inbound_id uuid NOT NULL,
  name text NOT NULL,
  taken_at timestamptz NOT NULL DEFAULT now(),
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  PRIMARY KEY (tenant_id, inbound_id, name),
  FOREIGN KEY (tenant_id, entity_id, inbound_id) REFERENCES inbound_emails (tenant_id, entity_id, id)
);
SELECT isolate('flow_marks', 'entity_id');
GRANT SELECT, INSERT ON flow_marks TO pebble_app;

ALTER TABLE flow_runs
  ADD COLUMN engine text NOT NULL DEFAULT 'embedded' CHECK (engine IN ('embedded', 'activepieces', 'n8n')),
  -- What the other engine calls the run, when its flow has told.
  ADD COLUMN remote_run_id text,
  -- By the clock that `updated_at` of the mail goes by; `started_at` is that of the worker.
  ADD COLUMN recorded_at timestamptz NOT NULL DEFAULT now();

-- How often it was tried to bring a run to its end that was cut off after it had placed its mail.
ALTER TABLE inbound_emails ADD COLUMN resumed smallint NOT NULL DEFAULT 0;
GRANT UPDATE (resumed) ON inbound_emails TO pebble_app;
