// Generated from pieces/dedupe/src/connector.ts by `npm run nodes:generate`: change it there.
import { defineConnector } from '../../kit/connector';
import { pebbleAuth } from '../../kit/pebble-auth';
import { dedupeClient } from './client';
import { checkDuplicate } from './operations/check-duplicate';

export const dedupe = defineConnector({
  name: 'dedupe',
  label: 'Pebble Dedupe',
  version: '0.2.0',
  auth: pebbleAuth,
  client: dedupeClient,
  operations: [checkDuplicate],
  triggers: [],
});
