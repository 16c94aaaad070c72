import type { OperationsRoute } from '../../lib/operations-route.ts';

export const VIEWS = ['blocked', 'authorised', 'global', 'refused', 'loops', 'rules'] as const;

/** A list of senders, or what became of them. */
export type SenderView = (typeof VIEWS)[number];

/** The one that the address names; those that one blocks come first. */
export function senderView({ list }: OperationsRoute['query']): SenderView {
  return VIEWS.find((one) => one === list) ?? 'blocked';
}
