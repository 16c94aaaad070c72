import { createApp } from '@pebble/core-api/http/express-app';
import { listen } from '@pebble/core-api/http/listen';
import { inLab } from './lab.ts';

/** What the load side needs to know of the accepting side. */
export interface Target {
  url: string;
  password: string;
  /** The database's owner, for the baseline. */
  owner: unknown;
}

/** A process that accepts mail over HTTP and works none of it off, so that only accepting is measured. */
await inLab({ api: true, worker: false }, async ({ pebble, password }) => {
  const app = createApp({ dispatch: pebble.core.dispatch, docsPage: '', uiFolder: import.meta.dirname });
  const server = await listen(app, '127.0.0.1', 0);
  const target: Target = { url: server.url, password, owner: pebble.storage.owner };
  process.send?.(target);
  await new Promise((resolve) => process.once('disconnect', resolve));
  await server.close();
});
