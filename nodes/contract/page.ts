// Generated from core-api/contract/src/page.ts by `npm run nodes:generate`: change it there.
import { z } from 'zod/v4';
import { Cursor } from './values';

/** Query of every list. `limit` is a number of items, 1 to 200. */
export const PageQuery = z.object({
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Reply of every list: `next_cursor` is null on the last page. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() });
}
