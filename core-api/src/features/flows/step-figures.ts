import type { Query, ReplyInput } from '@pebble/contract/endpoint';
import type { getStepFigures, StepFigures } from '@pebble/contract/flow-versions';
import type { TenantTx } from '../../db/with-tenant.ts';

/** Outcomes and times of the steps over the last runs of a flow, or of one version of it. */
export async function stepFigures(
  tx: TenantTx,
  flowId: string,
  { limit, content_hash }: Query<typeof getStepFigures>,
): Promise<ReplyInput<typeof getStepFigures>> {
  const last = tx
    .sql('flow_runs')
    .where({ flow_id: flowId })
    .orderByRaw('started_at DESC, id DESC')
    .limit(limit);
  if (content_hash !== undefined) void last.where({ content_hash });
  const { rows } = await tx.sql.raw<{ rows: Row[] }>(
    `WITH last AS MATERIALIZED (?)
     SELECT (SELECT count(*)::int FROM last) AS of_runs, (SELECT min(started_at) FROM last) AS since, s.*
     FROM (SELECT 1) AS one LEFT JOIN (
       SELECT step->>'step' AS step, count(*) FILTER (WHERE step->>'status' <> 'skipped')::int AS runs,
              count(*) FILTER (WHERE step->>'status' = 'failed')::int AS failed,
              percentile_cont(0.5) WITHIN GROUP (ORDER BY (step->>'duration_ms')::float8)
                FILTER (WHERE step->>'status' <> 'skipped') AS median_ms,
              percentile_cont(0.95) WITHIN GROUP (ORDER BY (step->>'duration_ms')::float8)
                FILTER (WHERE step->>'status' <> 'skipped') AS p95_ms
       FROM last, jsonb_array_elements(last.steps) AS step GROUP BY 1
     ) AS s ON true`,
    [last.select('steps', 'started_at')] as never,
  );
  const steps = rows.flatMap(({ of_runs: _, since: __, step, ...figures }) =>
    step === null ? [] : [{ step, ...figures }],
  );
  return { runs: rows[0]?.of_runs ?? 0, since: rows[0]?.since?.toISOString() ?? null, steps };
}

type Row = Omit<StepFigures, 'step'> & { of_runs: number; since: Date | null; step: string | null };
