-- `tenant_id` and `entity_id` of the two root tables repeat their own id, so that every table is isolated by one rule.
CREATE TABLE tenants (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL GENERATED ALWAYS AS (id) STORED,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text NOT NULL,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  created_at timestamptz NOT NULL DEFAULT now()
);
SELECT isolate('tenants');
GRANT SELECT, INSERT ON tenants TO pebble_app;

-- A legal entity of a tenant.
CREATE TABLE entities (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  entity_id uuid NOT NULL GENERATED ALWAYS AS (id) STORED,
  slug text NOT NULL CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text NOT NULL,
  position integer NOT NULL DEFAULT 0,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, id),
  UNIQUE (tenant_id, slug)
);
SELECT isolate('entities', 'entity_id');
GRANT SELECT, INSERT ON entities TO pebble_app;

CREATE TABLE users (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  email text NOT NULL CHECK (email = lower(email)),
  name text NOT NULL,
  password_hash text NOT NULL,
  disabled_at timestamptz,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, id)
);
-- One person, one sign-in, in the whole installation: the e-mail address finds the tenant.
CREATE UNIQUE INDEX users_email ON users (email);
SELECT isolate('users');
-- The application can write a password hash but never read one back: sign-in goes through a door.
GRANT SELECT (id, tenant_id, email, name, disabled_at, source_system, correlation_id, created_at), INSERT ON users TO pebble_app;
GRANT UPDATE (name, password_hash, disabled_at) ON users TO pebble_app;

-- Role of a person; one row per entity, or a single row without an entity for HQ roles.
CREATE TABLE memberships (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  user_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('admin', 'manager', 'agent', 'client', 'integrator', 'ops')),
  entity_id uuid,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE NULLS NOT DISTINCT (tenant_id, user_id, entity_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
  FOREIGN KEY (tenant_id, entity_id) REFERENCES entities (tenant_id, id),
  CHECK ((role IN ('admin', 'integrator', 'ops')) = (entity_id IS NULL))
);
SELECT isolate('memberships');
GRANT SELECT, INSERT, DELETE ON memberships TO pebble_app;

-- A session is a family of refresh tokens: one sign-in on one device.
CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  user_id uuid NOT NULL,
  user_agent text,
  address text,
  opened_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  UNIQUE (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
);
CREATE INDEX sessions_of_user ON sessions (tenant_id, user_id) WHERE revoked_at IS NULL;
SELECT isolate('sessions');
GRANT SELECT, INSERT, UPDATE (last_used_at, revoked_at, expires_at) ON sessions TO pebble_app;

-- Only the token's id is kept: without the signing key it opens nothing.
CREATE TABLE refresh_tokens (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  session_id uuid NOT NULL,
  issued_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  successor_id uuid,
  source_system text NOT NULL DEFAULT scope_source_system(),
  correlation_id text NOT NULL DEFAULT scope_correlation_id(),
  FOREIGN KEY (tenant_id, session_id) REFERENCES sessions (tenant_id, id)
);
CREATE INDEX refresh_tokens_of_session ON refresh_tokens (tenant_id, session_id);
SELECT isolate('refresh_tokens');
GRANT SELECT, INSERT, UPDATE (used_at, successor_id) ON refresh_tokens TO pebble_app;

-- Counters that slow down guessing. Keys are hashes of an address or an account; no tenant is known at that moment.
-- Shape: what the rate limiter library expects.
CREATE TABLE sign_in_throttle (
  key text PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);
ALTER TABLE sign_in_throttle ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_throttle FORCE ROW LEVEL SECURITY;
CREATE POLICY before_any_tenant ON sign_in_throttle TO pebble_app USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_throttle TO pebble_app;
