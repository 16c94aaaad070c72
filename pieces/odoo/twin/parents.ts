import { totals } from './compute.ts';
import type { Env } from './env.ts';

const LINES: Readonly<Record<string, readonly [parent: string, link: string]>> = {
  'sale.order.line': ['sale.order', 'order_id'],
  'account.move.line': ['account.move', 'move_id'],
};

/** A line that changes changes the sums above it. */
export function refreshParents({ db }: Env, model: string, id: number): void {
  const lines = LINES[model];
  if (!lines) return;
  const [parent, link] = lines;
  const owner = db.row(model, id)?.[link];
  if (typeof owner !== 'number') return;
  const sums = totals(db.rows(model).filter((row) => row[link] === owner));
  const open = parent === 'account.move' ? { amount_residual: sums.amount_total } : {};
  db.update(parent, owner, { ...sums, ...open });
}
