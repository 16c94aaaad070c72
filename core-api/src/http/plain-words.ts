import type { z } from 'zod';

/** For `safeParse`: says of a value that is not there that it is missing, and not what type it was expected to be. */
export const IN_PLAIN_WORDS = {
  error: ({ code, input }: z.core.$ZodRawIssue) =>
    input === undefined && (code === 'invalid_type' || code === 'invalid_value' || code === 'invalid_union')
      ? 'is missing'
      : undefined,
} satisfies z.core.ParseContext<z.core.$ZodIssue>;
