// Generated from pieces/outlook/src/lookups.ts by `npm run nodes:generate`: change it there.
import type { Lookup } from '../../kit/lookup';
import type { Graph } from './client';
import { readFolders } from './folder';

/** Folders of the mailbox that is filled in, by their whole path. */
export const folders: Lookup<Graph> = async (graph, { search, input }) => {
  const all = await readFolders(graph, String(input['mailbox'] ?? ''));
  const wanted = search.toLowerCase();
  return all
    .filter(({ path }) => path.toLowerCase().includes(wanted))
    .slice(0, 500)
    .map(({ id, path }) => ({ value: id, label: path }));
};
