import type { FlowEngine, FlowRun, StepRun, listFlowRuns } from '@pebble/contract/flows';
import type { Query, ReplyInput } from '@pebble/contract/endpoint';
import type { z } from 'zod';
import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { decodeCursor, toPage } from '../../http/cursor.ts';
import type { FlowVersionHead } from './flow-versions.ts';

export interface FinishedRun {
  flow: Pick<FlowVersionHead, 'id' | 'flow_id' | 'version' | 'content_hash'>;
  trackingId: string;
  correlationId: string;
  entityId: string;
  status: 'succeeded' | 'failed';
  attempt: number;
  steps: readonly z.infer<typeof StepRun>[];
  startedAt: Date;
  durationMs: number;
  /** Where it ran; the embedded engine when left out. */
  engine?: FlowEngine;
  remoteRunId?: string | null;
}

/** Keeps what runs did: which version, which steps, how long. Nothing of what passed through them. */
export async function recordRuns(tx: TenantTx, runs: readonly FinishedRun[]): Promise<void> {
  const rows = runs.map((run) => ({
    id: newId(),
    entity_id: run.entityId,
    flow_version_id: run.flow.id,
    flow_id: run.flow.flow_id,
    version: run.flow.version,
    content_hash: run.flow.content_hash,
    inbound_id: run.trackingId,
    status: run.status,
    attempt: run.attempt,
    steps: run.steps,
    started_at: run.startedAt,
    duration_ms: run.durationMs,
    correlation_id: run.correlationId,
    engine: run.engine ?? 'embedded',
    remote_run_id: run.remoteRunId ?? null,
  }));
  await tx.sql.raw(INSERT_RUNS, [tx.scope.tenantId, JSON.stringify(rows)]);
}

/** One statement whatever the number of runs, so that it is planned once. */
const INSERT_RUNS = `
  INSERT INTO flow_runs (tenant_id, id, entity_id, flow_version_id, flow_id, version, content_hash, inbound_id, status, attempt,
    steps, started_at, duration_ms, correlation_id, engine, remote_run_id)
  SELECT ?, * FROM json_to_recordset(?::json) AS r (
    id uuid, entity_id uuid, flow_version_id uuid, flow_id text, version text, content_hash text, inbound_id uuid, status text,
    attempt integer, steps jsonb, started_at timestamptz, duration_ms real, correlation_id text, engine text, remote_run_id text)`;

type Row = Omit<z.infer<typeof FlowRun>, 'tracking_id' | 'started_at'> & {
  inbound_id: string;
  started_at: Date;
  sort_key: string;
};

/** Recorded runs, newest first. */
export async function findRuns(
  tx: TenantTx,
  query: Query<typeof listFlowRuns>,
): Promise<ReplyInput<typeof listFlowRuns>> {
  const found = tx
    .sql('flow_runs')
    .orderByRaw('started_at DESC, id DESC')
    .limit(query.limit + 1)
    .select<Row[]>('*', tx.sql.raw('started_at::text AS sort_key'));
  if (query.flow_id !== undefined) void found.where({ flow_id: query.flow_id });
  if (query.status !== undefined) void found.where({ status: query.status });
  if (query.tracking_id !== undefined) void found.where({ inbound_id: query.tracking_id });
  if (query.cursor !== undefined) {
    void found.whereRaw('(started_at, id) < (?::timestamptz, ?::uuid)', decodeCursor(query.cursor));
  }
  const page = toPage(await found, query.limit, (row) => [row.sort_key, row.id]);
  const items = page.rows.map((row) => ({
    ...row,
    tracking_id: row.inbound_id,
    started_at: row.started_at.toISOString(),
  }));
  return { items, next_cursor: page.next_cursor };
}
