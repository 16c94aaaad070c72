// Generated from pieces/dlq/src/connector.ts by `npm run nodes:generate`: change it there.
import { defineConnector } from '../../kit/connector';
import { pebbleAuth } from '../../kit/pebble-auth';
import { dlqClient } from './client';
import { reportFailure } from './operations/report-failure';

export const dlq = defineConnector({
  name: 'dlq',
  label: 'Pebble Dead Letters',
  version: '0.2.0',
  auth: pebbleAuth,
  client: dlqClient,
  operations: [reportFailure],
  triggers: [],
});
