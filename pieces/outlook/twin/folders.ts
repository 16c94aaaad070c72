import { badRequest, GraphError } from './graph-error.ts';
import { listMessages, page } from './collection.ts';
import { renderFolder } from './render.ts';
import { bodyOf, mailboxOf, ok, route, type Handler } from './world.ts';

const list: Handler = (call) => {
  const mailbox = mailboxOf(call);
  const parent = mailbox.folder(call.params['folder'] ?? 'msgfolderroot').id;
  const children = mailbox.folders.filter((folder) => folder.parent === parent);
  return ok(
    page(
      call,
      children.map((folder) => renderFolder(mailbox, folder)),
    ),
  );
};

const get: Handler = (call) => {
  const mailbox = mailboxOf(call);
  return ok(renderFolder(mailbox, mailbox.folder(call.params['folder'] ?? '')));
};

const create: Handler = (call) => {
  const mailbox = mailboxOf(call);
  const parent = mailbox.folder(call.params['folder'] ?? 'msgfolderroot').id;
  const name = bodyOf(call)['displayName'];
  if (typeof name !== 'string' || name === '') throw badRequest('The displayName is missing.');
  const taken = mailbox.folders.some((one) => one.parent === parent && one.name === name);
  if (taken)
    throw new GraphError(409, 'ErrorFolderExists', 'A folder with the specified name already exists.');
  return ok(renderFolder(mailbox, mailbox.addFolder(name, parent)), 201);
};

const messages: Handler = (call) => {
  const mailbox = mailboxOf(call);
  return ok(listMessages(call, mailbox, mailbox.inFolder(mailbox.folder(call.params['folder'] ?? '').id)));
};

const FOLDER = '/users/:user/mailFolders/:folder';

export const folderRoutes = [
  route('GET', '/users/:user/mailFolders', list),
  route('POST', '/users/:user/mailFolders', create),
  route('GET', FOLDER, get),
  route('GET', `${FOLDER}/childFolders`, list),
  route('POST', `${FOLDER}/childFolders`, create),
  route('GET', `${FOLDER}/messages`, messages),
];
