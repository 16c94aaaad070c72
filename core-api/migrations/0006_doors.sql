-- Doors: the only ways to look across tenants. Each is one narrow question; the role behind it can do nothing else.
-- Their owner needs policies of its own, because FORCE ROW LEVEL SECURITY binds owners too.
CREATE POLICY door_sign_in ON users FOR SELECT TO pebble_doors USING (true);
CREATE POLICY door_tenants ON tenants FOR SELECT TO pebble_doors USING (true);
CREATE POLICY door_relay_read ON outbox FOR SELECT TO pebble_doors USING (true);
CREATE POLICY door_relay_lock ON outbox FOR UPDATE TO pebble_doors USING (true) WITH CHECK (false);
CREATE POLICY door_relay_take ON outbox FOR DELETE TO pebble_doors USING (true);
GRANT SELECT (id, tenant_id, email, password_hash, disabled_at) ON users TO pebble_doors;
GRANT SELECT (id, slug) ON tenants TO pebble_doors;
-- UPDATE is what SELECT … FOR UPDATE asks for; the policy above refuses every real update.
GRANT SELECT, UPDATE, DELETE ON outbox TO pebble_doors;

-- Sign-in knows an e-mail address and no tenant yet.
CREATE FUNCTION door_find_user(wanted_email text)
RETURNS TABLE (user_id uuid, tenant_id uuid, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
  SELECT u.id, u.tenant_id, u.password_hash FROM users u WHERE u.email = lower(wanted_email) AND u.disabled_at IS NULL;
END;

-- Background readers (sealer, sweeper, flow installer) walk the tenants one by one, each in its own scope.
CREATE FUNCTION door_tenants() RETURNS TABLE (id uuid, slug text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
  SELECT t.id, t.slug FROM tenants t ORDER BY t.id;
END;

-- The relay takes outbox rows out. They are gone when its transaction commits, and back when it does not.
CREATE FUNCTION door_take_outbox(most integer)
RETURNS TABLE (id uuid, tenant_id uuid, queue text, job jsonb, correlation_id text)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
  DELETE FROM outbox o
  WHERE o.id IN (SELECT i.id FROM outbox i ORDER BY i.created_at, i.id LIMIT most FOR UPDATE SKIP LOCKED)
  RETURNING o.id, o.tenant_id, o.queue, o.job, o.correlation_id;
END;

-- A function can only be given to a role that may create in the schema; the right is taken back at once.
GRANT CREATE ON SCHEMA public TO pebble_doors;
DO $$ BEGIN
  -- Managed databases have no superuser: handing over ownership then needs membership.
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT pebble_doors TO %I', current_user);
  END IF;
END $$;
ALTER FUNCTION door_find_user(text) OWNER TO pebble_doors;
ALTER FUNCTION door_tenants() OWNER TO pebble_doors;
ALTER FUNCTION door_take_outbox(integer) OWNER TO pebble_doors;
REVOKE CREATE ON SCHEMA public FROM pebble_doors;
REVOKE ALL ON FUNCTION door_find_user(text), door_tenants(), door_take_outbox(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_find_user(text), door_tenants(), door_take_outbox(integer) TO pebble_app;
REVOKE ALL ON FUNCTION isolate(regclass, name, boolean) FROM PUBLIC;
