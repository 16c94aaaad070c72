import { defineConnector } from '@pebble/kit/connector';
import { auth } from './auth.ts';
import { acmeClient } from './client.ts';
import { putTask } from './operations/put-task.ts';
import { taskChanged } from './triggers/task-changed.ts';

export const acme = defineConnector({
  name: 'acme',
  label: 'Acme Tasks',
  version: '0.1.0',
  auth,
  client: acmeClient,
  operations: [putTask],
  triggers: [taskChanged],
});
