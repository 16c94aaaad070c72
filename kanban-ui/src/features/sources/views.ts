import type { OperationsRoute } from '../../lib/operations-route.ts';

export const VIEWS = ['webhooks', 'accounts', 'mailboxes'] as const;
export type View = (typeof VIEWS)[number];

/** Which list the page shows: that of what is opened beside it, or else the one that the address names. */
export function viewOf({ path, query }: Pick<OperationsRoute, 'path' | 'query'>): View {
  const wanted = path[0] ?? query['view'];
  return VIEWS.find((one) => one === wanted) ?? 'webhooks';
}
