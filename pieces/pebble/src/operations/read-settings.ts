import { operation } from '@pebble/kit/operation';
import type { PebbleClient } from '../client.ts';

export const readSettings = operation({
  name: 'read_settings',
  label: 'Read settings',
  help: 'Reads the knobs of the running flow, as this organisation has set them.',
  idempotent: true,
  fields: {},
  run: (pebble: PebbleClient) => pebble.readSettings(),
});
