// Generated from pieces/pebble/src/connector.ts by `npm run nodes:generate`: change it there.
import { defineConnector } from '../../kit/connector';
import { pebbleAuth } from '../../kit/pebble-auth';
import { pebbleClient } from './client';
import { addEvent } from './operations/add-event';
import { createOrAppendCard } from './operations/create-or-append-card';
import { endMail } from './operations/end-mail';
import { moveCard } from './operations/move-card';
import { readSettings } from './operations/read-settings';
import { reportRun } from './operations/report-run';
import { takeMark } from './operations/take-mark';
import { newMail } from './triggers/new-mail';

export const pebble = defineConnector({
  name: 'pebble',
  label: 'Pebble',
  version: '0.2.0',
  auth: pebbleAuth,
  client: pebbleClient,
  operations: [readSettings, createOrAppendCard, addEvent, moveCard, endMail, takeMark, reportRun],
  triggers: [newMail],
});
