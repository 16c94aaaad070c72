import { defineConnector } from '@pebble/kit/connector';
import { pebbleAuth } from '@pebble/kit/pebble-auth';
import { classifierClient } from './client.ts';
import { classify } from './operations/classify.ts';

export const classifier = defineConnector({
  name: 'classifier',
  label: 'Pebble Classifier',
  version: '0.2.0',
  auth: pebbleAuth,
  client: classifierClient,
  operations: [classify],
  triggers: [],
});
