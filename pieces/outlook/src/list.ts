import { InputError } from '@pebble/kit/errors';
import type { Graph, GraphRequest } from './client.ts';
import { asPage, type Json } from './read.ts';

/** Where a list goes on: entries that were taken of a page already, and the path of that page. */
interface Place {
  skip: number;
  path: string;
}

/**
 * Up to `limit` entries of a collection, page by page, no page more than needed. `next` is for the next call; null at the end. The
 * last page is read again then, because a link is good for a whole page only.
 */
export async function readList(
  graph: Graph,
  first: GraphRequest,
  { limit, page }: { limit: number; page: string | undefined },
): Promise<{ entries: Json[]; next: string | null }> {
  const entries: Json[] = [];
  let place: Place | null = page === undefined ? { skip: 0, path: first.path } : readPlace(page);
  while (place) {
    const { skip, path }: Place = place;
    const { entries: found, next } = asPage(await graph.ask({ ...first, path }));
    const left = limit - entries.length;
    entries.push(...found.slice(skip, skip + left));
    if (found.length > skip + left) return { entries, next: `${skip + left}:${path}` };
    place = next === null ? null : { skip: 0, path: next };
    if (entries.length >= limit) break;
  }
  return { entries, next: place ? `${place.skip}:${place.path}` : null };
}

/** All entries of a collection that is known to be small. Throws InputError beyond `most`. */
export async function readAll(graph: Graph, first: GraphRequest, most: number): Promise<Json[]> {
  const { entries, next } = await readList(graph, first, { limit: most, page: undefined });
  if (next !== null) throw new InputError(`There are more than ${most}`);
  return entries;
}

/** Between 1 and 1000. */
export function withinLimit(limit: number): number {
  return Math.min(1000, Math.max(1, Math.floor(limit)));
}

function readPlace(page: string): Place {
  const [, skip = '', path = ''] = /^(\d+):(\/.*)$/.exec(page) ?? [];
  if (path === '' || path.includes('/../'))
    throw new InputError('Field "page" is not the "next" of a call', 'page');
  return { skip: Number(skip), path };
}
