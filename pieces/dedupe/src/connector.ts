import { defineConnector } from '@pebble/kit/connector';
import { pebbleAuth } from '@pebble/kit/pebble-auth';
import { dedupeClient } from './client.ts';
import { checkDuplicate } from './operations/check-duplicate.ts';

export const dedupe = defineConnector({
  name: 'dedupe',
  label: 'Pebble Dedupe',
  version: '0.2.0',
  auth: pebbleAuth,
  client: dedupeClient,
  operations: [checkDuplicate],
  triggers: [],
});
