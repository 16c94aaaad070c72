// Generated from pieces/classifier/src/connector.ts by `npm run nodes:generate`: change it there.
import { defineConnector } from '../../kit/connector';
import { pebbleAuth } from '../../kit/pebble-auth';
import { classifierClient } from './client';
import { classify } from './operations/classify';

export const classifier = defineConnector({
  name: 'classifier',
  label: 'Pebble Classifier',
  version: '0.2.0',
  auth: pebbleAuth,
  client: classifierClient,
  operations: [classify],
  triggers: [],
});
