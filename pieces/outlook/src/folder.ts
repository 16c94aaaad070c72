import type { Graph } from './client.ts';
import { readAll } from './list.ts';
import { folderPath, query } from './path.ts';
import { numberOf, needText, textOf, type Json } from './read.ts';

export interface Folder {
  id: string;
  name: string;
  /** Names from the top, such as `Inbox/Orders`. */
  path: string;
  parent_id: string;
  child_count: number;
  unread_count: number;
  total_count: number;
}

/** Folders of one mailbox; somebody with more has to name them by id. */
const MOST = 1000;

/** All folders, each parent before its children. */
export async function readFolders(graph: Graph, box: string): Promise<Folder[]> {
  const folders: Folder[] = [];
  const open: { path: string; under: string }[] = [{ path: '/mailFolders', under: '' }];
  for (let place = open.shift(); place && folders.length < MOST; place = open.shift()) {
    const found = await readChildren(graph, box, place.path, place.under);
    folders.push(...found);
    const parents = found.filter(({ child_count }) => child_count > 0);
    open.push(
      ...parents.map(({ id, path }) => ({ path: `${folderPath(id)}/childFolders`, under: `${path}/` })),
    );
  }
  return folders.sort((a, b) => (a.path < b.path ? -1 : 1));
}

export async function readChildren(graph: Graph, box: string, path: string, under = ''): Promise<Folder[]> {
  const first = { mailbox: box, method: 'GET', path: path + query({ $top: 100 }) } as const;
  return (await readAll(graph, first, MOST)).map((one) => toFolder(one, under));
}

export function toFolder(folder: Json, under = ''): Folder {
  const name = textOf(folder, 'displayName');
  return {
    id: needText(folder, 'id'),
    name,
    path: under + name,
    parent_id: textOf(folder, 'parentFolderId'),
    child_count: numberOf(folder, 'childFolderCount'),
    unread_count: numberOf(folder, 'unreadItemCount'),
    total_count: numberOf(folder, 'totalItemCount'),
  };
}
