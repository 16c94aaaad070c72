import { readSettings } from '@pebble/contract/jobs';
import { bearerAuth } from './auth.ts';

/** How our own pieces sign in: the short-lived token of one job. */
export const pebbleAuth = bearerAuth({
  probe: readSettings.path,
  help: 'Pebble issues it for one mail and a few minutes, and hands it to the flow; nobody types it in.',
});
