import type { OperationsRoute } from '../../lib/operations-route.ts';
import type { Version } from './api/change-flows.ts';

export const VIEWS = ['picture', 'runs', 'versions', 'knobs', 'backtests'] as const;
export type View = (typeof VIEWS)[number];

/** Which part of a flow the address names; a backtest that is opened stands among the backtests. */
export function viewOf({ path, query }: Pick<OperationsRoute, 'path' | 'query'>): View {
  if (path[1] !== undefined) return 'backtests';
  return VIEWS.find((one) => one === query['view']) ?? 'picture';
}

/** Names one version for sure: a number can be used again while somebody works on a draft. */
export function versionKey({ version, content_hash }: Pick<Version, 'version' | 'content_hash'>): string {
  return `${version}@${content_hash}`;
}

/** As much of a content hash as people compare. */
export function shortHash(hash: string): string {
  return hash.slice(0, 7);
}
