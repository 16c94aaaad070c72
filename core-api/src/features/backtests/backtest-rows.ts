import type {
  Backtest,
  BacktestDifference,
  BacktestItem,
  BacktestOutcome,
  BacktestState,
  BacktestVerdict,
} from '@pebble/contract/backtests';
import type { Knex } from 'knex';
import type { TenantTx } from '../../db/with-tenant.ts';

/** Days for which a backtest is kept. */
export const KEPT_DAYS = 30;

export interface BacktestRow {
  id: string;
  flow_id: string;
  state: BacktestState;
  total: number;
  created_by: string;
  created_by_name: string | null;
  created_at: Date;
  finished_at: Date | null;
  version: string;
  content_hash: string;
  active_version: string;
  active_content_hash: string;
  verdicts: Partial<Record<BacktestVerdict, number>>;
  differences: Partial<Record<BacktestDifference, number>>;
  sort_key: string;
}

/** Reads backtests that `choose` has picked from `backtests as b`, newest first, with the count of their mails. */
export async function backtestRows(
  tx: TenantTx,
  choose: (rows: Knex.QueryBuilder) => Knex.QueryBuilder,
): Promise<BacktestRow[]> {
  const picked = choose(tx.sql('backtests as b').select('b.*', tx.sql.raw(USER_OF_CREATOR))).as('b');
  const { rows } = await tx.sql.raw<{ rows: BacktestRow[] }>(
    `SELECT b.*, b.created_at::text AS sort_key, u.name AS created_by_name,
            t.version, t.content_hash, a.version AS active_version, a.content_hash AS active_content_hash,
            coalesce((SELECT jsonb_object_agg(v.verdict, v.n) FROM (
              SELECT verdict, count(*) AS n FROM backtest_items i WHERE i.backtest_id = b.id AND verdict IS NOT NULL GROUP BY verdict
            ) v), '{}') AS verdicts,
            coalesce((SELECT jsonb_object_agg(d.difference, d.n) FROM (
              SELECT difference, count(*) AS n FROM backtest_items i, unnest(i.differences) AS difference
              WHERE i.backtest_id = b.id AND verdict = 'changed' GROUP BY difference
            ) d), '{}') AS differences
     FROM ? JOIN flow_versions t ON t.id = b.tried_id JOIN flow_versions a ON a.id = b.active_id
     LEFT JOIN users u ON u.id = b.creator_id
     ORDER BY b.created_at DESC, b.id DESC`,
    [picked] as never,
  );
  return rows;
}

// The id is made out of the actor here and not in the join: see logged-event.ts.
const USER_OF_CREATOR = `CASE WHEN b.created_by ~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                              THEN substr(b.created_by, 6)::uuid END AS creator_id`;

const NO_VERDICTS: Record<BacktestVerdict, number> = {
  ...{ same: 0, changed: 0, drifted: 0, unsure: 0, untried: 0 },
};
const NO_DIFFERENCES: Record<BacktestDifference, number> = {
  ...{ placed: 0, outcome: 0, board: 0, column: 0, triage: 0, intent: 0, steps: 0 },
};

export function showBacktest(row: BacktestRow): Backtest {
  const verdicts = { ...NO_VERDICTS, ...row.verdicts };
  const { id, flow_id, version, content_hash, active_version, active_content_hash, state, total } = row;
  return {
    ...{ id, flow_id, version, content_hash, active_version, active_content_hash, state, total },
    done: Object.values(verdicts).reduce((sum, n) => sum + n, 0),
    verdicts,
    differences: { ...NO_DIFFERENCES, ...row.differences },
    created_by: row.created_by_name ?? 'system',
    created_at: row.created_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
    kept_until: new Date(row.created_at.getTime() + KEPT_DAYS * 86_400_000).toISOString(),
  };
}

export interface ItemRow {
  position: number;
  inbound_id: string;
  entity_id: string;
  received_at: Date;
  subject: string;
  from_address: string;
  card_id: string | null;
  verdict: BacktestVerdict;
  differences: BacktestDifference[];
  actual: BacktestOutcome;
  today: BacktestOutcome | null;
  tried: BacktestOutcome | null;
  steps: BacktestItem['steps'];
  reason: string | null;
}

/** @param readsMail false leaves out what stands in the mail */
export function showItem(row: ItemRow, readsMail: boolean): BacktestItem {
  const { inbound_id, received_at, subject, from_address, ...rest } = row;
  return {
    ...rest,
    tracking_id: inbound_id,
    received_at: received_at.toISOString(),
    subject: readsMail ? subject : null,
    from_address: readsMail ? from_address : null,
  };
}
