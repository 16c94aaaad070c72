// Generated from core-api/contract/src/nothing.ts by `npm run nodes:generate`: change it there.
import { z } from 'zod/v4';

/** No fields. A request part that is NOTHING is not read; unknown keys in it are dropped. */
export const NOTHING = z.object({});
