-- A mail that waits for another attempt says when it is due, so that the sweeper leaves it alone until then.
ALTER TABLE inbound_emails ADD COLUMN retry_at timestamptz;
GRANT UPDATE (retry_at) ON inbound_emails TO pebble_app;

-- The relay takes from every tenant in turn: a tenant's ten thousand mails must not stand before another's single one.
DROP INDEX outbox_oldest;
CREATE INDEX outbox_oldest ON outbox (queue, tenant_id, created_at, id);
-- Rows live for moments. Without this, a look for the next tenant walks over everything that a burst has left behind.
ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
                        autovacuum_vacuum_cost_delay = 0);

-- Takes up to `most` rows of a queue, an equal share of each tenant that has any, oldest first. They are gone when the caller's
-- transaction commits, and back when it does not. Rows that another relay holds are passed over.
CREATE FUNCTION door_take_outbox(queue_name text, most integer)
RETURNS TABLE (id uuid, tenant_id uuid, queue text, job jsonb, correlation_id text)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
  WITH RECURSIVE waiting AS (
    -- One probe of the index for each tenant, however many rows it has.
    (SELECT o.tenant_id FROM outbox o WHERE o.queue = queue_name ORDER BY o.tenant_id LIMIT 1)
    UNION ALL
    SELECT (SELECT o.tenant_id FROM outbox o WHERE o.queue = queue_name AND o.tenant_id > w.tenant_id ORDER BY o.tenant_id LIMIT 1)
    FROM waiting w WHERE w.tenant_id IS NOT NULL
  ), share AS (
    SELECT greatest(1, ceil(most::numeric / greatest(1, count(w.tenant_id))))::integer AS rows_each FROM waiting w
  ), taken AS (
    SELECT picked.id FROM waiting w CROSS JOIN share s CROSS JOIN LATERAL (
      SELECT o.id FROM outbox o WHERE o.queue = queue_name AND o.tenant_id = w.tenant_id
      ORDER BY o.created_at, o.id LIMIT s.rows_each FOR UPDATE SKIP LOCKED
    ) picked
    WHERE w.tenant_id IS NOT NULL
  )
  DELETE FROM outbox o WHERE o.id IN (SELECT t.id FROM taken t)
  RETURNING o.id, o.tenant_id, o.queue, o.job, o.correlation_id;
END;

GRANT CREATE ON SCHEMA public TO pebble_doors;
ALTER FUNCTION door_take_outbox(text, integer) OWNER TO pebble_doors;
REVOKE CREATE ON SCHEMA public FROM pebble_doors;
REVOKE ALL ON FUNCTION door_take_outbox(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_take_outbox(text, integer) TO pebble_app;
-- Its successor takes its place; a process of the version before may still call it while it is being replaced.
COMMENT ON FUNCTION door_take_outbox(integer) IS 'superseded by door_take_outbox(text, integer)';
