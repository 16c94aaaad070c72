// Generated from core-api/contract/src/problem.ts by `npm run nodes:generate`: change it there.
import { z } from 'zod/v4';

/** RFC 9457 problem details, with a stable `code`, a `hint`, and the correlation id as `instance`. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string().optional(),
  hint: z.string(),
  instance: z.string(),
  /** One entry for each field that does not fit; `path` is dotted and starts with body, query or params. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** Only with `illegal_transition`: keys of the columns that the card may move to. */
  allowed: z.array(z.string()).optional(),
  /** The earlier import with `import_exists`, the card to use with `card_merged`. */
  existing_id: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;
