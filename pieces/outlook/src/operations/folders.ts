import { text } from '@pebble/kit/field';
import { operation } from '@pebble/kit/operation';
import { decode, type Graph } from '../client.ts';
import { anyFolder, mailbox } from '../fields.ts';
import { readChildren, readFolders, toFolder } from '../folder.ts';
import { codeOf } from '../graph-failure.ts';
import { folderPath } from '../path.ts';
import { asRecord } from '../read.ts';

export const listFolders = operation({
  name: 'list_folders',
  label: 'List folders',
  help: 'Lists all folders of a mailbox, nested ones too, with their counts. Safe to repeat.',
  group: 'Folder',
  idempotent: true,
  fields: { mailbox },
  run: async (graph: Graph, { mailbox: box = '' }) => ({ folders: await readFolders(graph, box) }),
});

export const createFolder = operation({
  name: 'create_folder',
  label: 'Create folder',
  help: 'Creates a folder, or gives the one of this name that is there. Safe to repeat.',
  group: 'Folder',
  idempotent: true,
  fields: {
    name: text('Name', { help: 'Name of the folder.', required: true }),
    mailbox,
    parent: anyFolder('Where it is created. Empty: at the top.'),
  },
  async run(graph: Graph, { mailbox: box = '', name, parent }) {
    const path = parent === undefined ? '/mailFolders' : `${folderPath(parent)}/childFolders`;
    const request = { mailbox: box, method: 'POST', path, body: { displayName: name } } as const;
    const response = await graph.answer(request);
    if (response.status === 409 && codeOf(response) === 'ErrorFolderExists') {
      const there = await readChildren(graph, box, path);
      const found = there.find((one) => one.name.toLowerCase() === name.toLowerCase());
      if (found) return found;
    }
    return toFolder(asRecord(decode(response, request)));
  },
});
