// Generated from core-api/contract/src/rehearsal.ts by `npm run nodes:generate`: change it there.
import { z } from 'zod/v4';
import { StepRun } from './flows';
import { Id } from './values';

/**
 * What would become of a mail, were it processed now. `rejected`: it would not even be accepted. `unknown`: a step wants to
 * change something in another system, and what that would answer cannot be known without doing it.
 */
export const RehearsalOutcome = z.enum([
  'created',
  'appended',
  'reopened',
  'duplicate',
  'ignored',
  'rejected',
  'dead',
  'unknown',
]);
export type RehearsalOutcome = z.infer<typeof RehearsalOutcome>;

export const Rehearsal = z.object({
  outcome: RehearsalOutcome,
  /** Keys of board and column where the card would lie. */
  board: z.string().nullable(),
  column: z.string().nullable(),
  /** Of a card that exists already: the one it would be added to, or the first copy's. */
  card_id: Id.nullable(),
  /** Plain words for `duplicate`, `ignored`, `rejected` and `unknown`. */
  reason: z.string().nullable(),
  /** Why it would be `dead` or `unknown`. */
  error: z.object({ error_class: z.string(), message: z.string(), step: z.string().nullable() }).nullable(),
  /** The flow that ran; null when the mail did not come that far. */
  flow: z.object({ flow_id: z.string(), version: z.string() }).nullable(),
  steps: z.array(StepRun),
  /** Calls to other systems that were held back. */
  not_sent: z.array(z.object({ method: z.string(), host: z.string() })),
  /** What would become of it in the other entities, when it is for mailboxes of several. */
  also: z
    .array(
      z.object({
        entity_id: Id,
        outcome: RehearsalOutcome,
        board: z.string().nullable(),
        column: z.string().nullable(),
        card_id: Id.nullable(),
      }),
    )
    .optional(),
});
export type Rehearsal = z.infer<typeof Rehearsal>;
