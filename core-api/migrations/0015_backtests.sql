-- A version of a flow, tried on mails that were processed before. Nothing of it lasts but what stands here, for 30 days; no mail.
CREATE TABLE backtests (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  flow_id text NOT NULL,
  tried_id uuid NOT NULL,
  -- What was active when it began.
  active_id uuid NOT NULL,
  state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'finished', 'cancelled')),
  total integer NOT NULL DEFAULT 0,
  -- When a worker may take it up. A worker at work keeps it in the future: if that worker dies, another goes on from there.
  next_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, id),
  FOREIGN KEY (tenant_id, tried_id) REFERENCES flow_versions (tenant_id, id),
  FOREIGN KEY (tenant_id, active_id) REFERENCES flow_versions (tenant_id, id)
);
CREATE INDEX backtests_newest ON backtests (tenant_id, created_at DESC, id DESC);
CREATE INDEX backtests_due ON backtests (next_at, tenant_id) WHERE state = 'running';
-- One at a time: they are for people who look at the result, and real mail needs the machine.
CREATE UNIQUE INDEX one_running_backtest ON backtests (tenant_id) WHERE state = 'running';
SELECT isolate('backtests');
GRANT SELECT, INSERT, DELETE, UPDATE (state, total, next_at, finished_at) ON backtests TO pebble_app;

CREATE TABLE backtest_items (
  tenant_id uuid NOT NULL,
  entity_id uuid NOT NULL,
  backtest_id uuid NOT NULL,
  position integer NOT NULL,
  inbound_id uuid NOT NULL,
  -- NULL until it was tried.
  verdict text CHECK (verdict IN ('same', 'changed', 'drifted', 'unsure', 'untried')),
  differences text[] NOT NULL DEFAULT '{}',
  actual jsonb,
  today jsonb,
  tried jsonb,
  steps jsonb NOT NULL DEFAULT '[]',
  reason text,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  PRIMARY KEY (tenant_id, backtest_id, position),
  FOREIGN KEY (tenant_id, backtest_id) REFERENCES backtests (tenant_id, id),
  FOREIGN KEY (tenant_id, entity_id, inbound_id) REFERENCES inbound_emails (tenant_id, entity_id, id)
);
SELECT isolate('backtest_items', 'entity_id');
GRANT SELECT, INSERT, DELETE, UPDATE (verdict, differences, actual, today, tried, steps, reason) ON backtest_items TO pebble_app;

-- Workers ask which tenants have a backtest to go on with, and then work in each one's own scope.
CREATE POLICY door_backtests ON backtests FOR SELECT TO pebble_doors USING (true);
GRANT SELECT (tenant_id, state, next_at) ON backtests TO pebble_doors;

CREATE FUNCTION door_backtests_due() RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
  SELECT DISTINCT b.tenant_id FROM backtests b WHERE b.state = 'running' AND b.next_at <= now();
END;

GRANT CREATE ON SCHEMA public TO pebble_doors;
ALTER FUNCTION door_backtests_due() OWNER TO pebble_doors;
REVOKE CREATE ON SCHEMA public FROM pebble_doors;
REVOKE ALL ON FUNCTION door_backtests_due() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_backtests_due() TO pebble_app;
