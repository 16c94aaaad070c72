import { z } from 'zod';
import { stepName, triggerOf, walkSteps, type RawStep } from '../edit/walk-steps.ts';
import { finding, type Finding } from './finding.ts';

const timestamp = z.iso.datetime();
const drawn = {
  displayName: z.string().min(1),
  valid: z.boolean(),
  lastUpdatedDate: timestamp,
};
const property = z.object({ type: z.enum(['MANUAL', 'AUTO', 'DYNAMIC']) });
const piece = {
  pieceName: z.string(),
  pieceVersion: z.string(),
  input: z.record(z.string(), z.unknown()),
  propertySettings: z.record(z.string(), property),
};
const toggle = z.object({ value: z.boolean() });
const errors = z.object({ retryOnFailure: toggle, continueOnFailure: toggle });

/** What 0.83 asks of each kind of step; an import checks the trigger only, and a step that lacks something opens as not valid. */
const KINDS: Readonly<Record<string, z.ZodType>> = {
  PIECE_TRIGGER: z.object({ ...drawn, settings: z.object({ ...piece, triggerName: z.string() }) }),
  PIECE: z.object({
    ...drawn,
    skip: z.boolean(),
    settings: z.object({ ...piece, actionName: z.string(), errorHandlingOptions: errors }),
  }),
  ROUTER: z.object({
    ...drawn,
    skip: z.boolean(),
    settings: z.object({ branches: z.array(z.unknown()), executionType: z.string() }),
    children: z.array(z.unknown()),
  }),
  LOOP_ON_ITEMS: z.object({ ...drawn, skip: z.boolean(), settings: z.object({ items: z.string() }) }),
};

/** What keeps Activepieces 0.83 from taking the file as it is, or from showing it as complete. */
export function importFindings(template: unknown): Finding[] {
  const { pieces } = (template ?? {}) as { pieces?: unknown };
  const steps = walkSteps(triggerOf(template));
  const used = [...new Set(steps.flatMap(({ settings }) => settings?.['pieceName'] ?? []))].sort();
  const listed = JSON.stringify([...(Array.isArray(pieces) ? pieces : [])].sort()) === JSON.stringify(used);
  return [
    ...(listed
      ? []
      : [
          finding(
            null,
            '"pieces" does not list the pieces of its steps',
            `Set it to ${JSON.stringify(used)}.`,
          ),
        ]),
    ...steps.flatMap((step) => [...shapeOf(step), ...undeclared(step), ...leftovers(step)]),
  ];
}

function shapeOf(step: RawStep): Finding[] {
  const kind = KINDS[String(step.type)];
  // The engine says which kinds it knows.
  const read = kind?.safeParse(step);
  if (!read || read.success) return [];
  return read.error.issues.map((issue) =>
    finding(
      stepName(step),
      `${issue.path.join('.')}: ${issue.message}`,
      'Open and save the step in Activepieces, export the flow again, or put in what is missing.',
    ),
  );
}

/** Without its entry, an input of a step makes the whole version invalid. */
function undeclared({ name, settings }: RawStep): Finding[] {
  const { input = {}, propertySettings = {} } = (settings ?? {}) as Record<string, object | undefined>;
  return Object.keys(input)
    .filter((key) => !Object.hasOwn(propertySettings, key))
    .map((key) =>
      finding(
        String(name),
        `propertySettings has no "${key}"`,
        `Add "${key}": { "type": "MANUAL" } to the step's propertySettings.`,
      ),
    );
}

function leftovers(step: RawStep): Finding[] {
  const { sampleData } = step.settings ?? {};
  if (sampleData === undefined) return [];
  const remedy = 'Take it out, or bring the flow in with `npm run flows -- pull`, which does.';
  return [finding(stepName(step), 'it carries sample data of a test', remedy)];
}
