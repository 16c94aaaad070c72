import { defineConnector } from '@pebble/kit/connector';
import { pebbleAuth } from '@pebble/kit/pebble-auth';
import { dlqClient } from './client.ts';
import { reportFailure } from './operations/report-failure.ts';

export const dlq = defineConnector({
  name: 'dlq',
  label: 'Pebble Dead Letters',
  version: '0.2.0',
  auth: pebbleAuth,
  client: dlqClient,
  operations: [reportFailure],
  triggers: [],
});
