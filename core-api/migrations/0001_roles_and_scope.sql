-- Two roles of the cluster, shared by every Pebble database in it.
--   pebble_app    what the running product is: no table of its own, no way around row security
--   pebble_doors  owns the few functions that must look across tenants (0006_doors.sql); nobody signs in as it
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['pebble_app', 'pebble_doors'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE', name);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL; -- another database of this cluster made it, perhaps in this very moment
    END;
  END LOOP;
END $$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO pebble_app, pebble_doors;

-- The scope of the running transaction, set by withTenant() with set_config(…, is_local => true).
-- Unset means NULL, and NULL equals nothing: no row is visible and no row can be written.
CREATE FUNCTION scope_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('pebble.tenant_id', true), '')::uuid;

CREATE FUNCTION scope_entities() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('pebble.entity_ids', true), '')::uuid[];

-- HQ roles see every entity of their tenant.
CREATE FUNCTION scope_is_hq() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting('pebble.hq', true), '') = 'on';

CREATE FUNCTION scope_source_system() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('pebble.source_system', true), '');

CREATE FUNCTION scope_correlation_id() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('pebble.correlation_id', true), '');

-- Puts a table under tenant isolation. The scope is read in sub-selects, which Postgres evaluates once per statement,
-- so that `tenant_id = …` stays an index condition. Every table has its key start with tenant_id for the same reason.
--   entity_column NULL: every role of the tenant sees the row.
--   shared_rows true: a row without an entity belongs to the whole tenant; entity roles may write it, only HQ reads it.
CREATE FUNCTION isolate(target regclass, entity_column name DEFAULT NULL, shared_rows boolean DEFAULT false)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  tenant text := 'tenant_id = (SELECT scope_tenant())';
  readable text := tenant;
  writable text := tenant;
BEGIN
  IF entity_column IS NOT NULL THEN
    readable := format('%s AND ((SELECT scope_is_hq()) OR %I = ANY ((SELECT scope_entities())::uuid[]))', tenant, entity_column);
    writable := readable;
    IF shared_rows THEN
      writable := format('%s AND ((SELECT scope_is_hq()) OR %2$I IS NULL OR %2$I = ANY ((SELECT scope_entities())::uuid[]))', tenant, entity_column);
    END IF;
  END IF;
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY tenant_isolation ON %s TO pebble_app USING (%s) WITH CHECK (%s)', target, readable, writable);
END $$;
