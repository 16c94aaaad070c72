import { z } from 'zod';

/** What a person has called a step or a flow; the engine does not look at it. */
const Drawn = z.object({ displayName: z.string().min(1) });

/** The name that people see, or null. */
export function displayNameOf(raw: unknown): string | null {
  return Drawn.safeParse(raw).data?.displayName ?? null;
}
