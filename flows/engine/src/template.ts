import { z } from 'zod';
import { FlowRefused } from './flow-refused.ts';

/** The schema version of flow JSON whose meaning the engine implements: that of Activepieces 0.83. */
export const SCHEMA_VERSION = '20';

const toggle = z.object({ value: z.boolean().optional() }).optional();
const name = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'is not a step name');

/** What an export of Activepieces holds, as far as the engine reads it. */
export const Template = z.object({
  flows: z
    .array(z.object({ schemaVersion: z.unknown(), valid: z.boolean(), trigger: z.unknown() }))
    .length(1, 'must hold one flow'),
});

/** The parts that every step and the trigger share; the rest depends on `type`. */
export const AnyStep = z.object({
  name,
  type: z.string(),
  valid: z.boolean(),
  skip: z.boolean().optional(),
  settings: z.unknown(),
  nextAction: z.unknown().optional(),
  firstLoopAction: z.unknown().optional(),
  children: z.unknown().optional(),
});
export type AnyStep = z.infer<typeof AnyStep>;

export const TriggerSettings = z.object({
  pieceName: z.string(),
  pieceVersion: z.string(),
  triggerName: z.string(),
  input: z.record(z.string(), z.unknown()),
});

export const PieceSettings = z.object({
  pieceName: z.string(),
  pieceVersion: z.string(),
  actionName: z.string(),
  input: z.record(z.string(), z.unknown()),
  // Strict: an option that we do not know would change what a failure means.
  errorHandlingOptions: z.strictObject({ continueOnFailure: toggle, retryOnFailure: toggle }).optional(),
});

export const LoopSettings = z.object({ items: z.string() });

export const Condition = z.object({
  operator: z.string(),
  firstValue: z.unknown(),
  secondValue: z.unknown().optional(),
  caseSensitive: z.boolean().optional(),
});
export type Condition = z.infer<typeof Condition>;

export const RouterSettings = z.object({
  executionType: z.enum(['EXECUTE_FIRST_MATCH', 'EXECUTE_ALL_MATCH']),
  branches: z.array(
    z.discriminatedUnion('branchType', [
      z.object({
        branchType: z.literal('CONDITION'),
        branchName: z.string(),
        conditions: z.array(z.array(Condition)),
      }),
      z.object({ branchType: z.literal('FALLBACK'), branchName: z.string() }),
    ]),
  ),
});
export type RouterSettings = z.infer<typeof RouterSettings>;

/** Parses a part of the flow, or refuses the step with the first thing that does not fit. */
export function readShape<S extends z.ZodType>(schema: S, value: unknown, step: string | null): z.output<S> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new FlowRefused(step, `${issue?.path.join('.') || 'its JSON'}: ${issue?.message ?? 'does not fit'}`);
}
