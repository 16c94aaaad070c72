import { z } from 'zod';

/** No fields. A request part that is NOTHING is not read; unknown keys in it are dropped. */
export const NOTHING = z.object({});
