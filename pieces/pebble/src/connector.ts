import { defineConnector } from '@pebble/kit/connector';
import { pebbleAuth } from '@pebble/kit/pebble-auth';
import { pebbleClient } from './client.ts';
import { addEvent } from './operations/add-event.ts';
import { createOrAppendCard } from './operations/create-or-append-card.ts';
import { endMail } from './operations/end-mail.ts';
import { moveCard } from './operations/move-card.ts';
import { readSettings } from './operations/read-settings.ts';
import { reportRun } from './operations/report-run.ts';
import { takeMark } from './operations/take-mark.ts';
import { newMail } from './triggers/new-mail.ts';

export const pebble = defineConnector({
  name: 'pebble',
  label: 'Pebble',
  version: '0.2.0',
  auth: pebbleAuth,
  client: pebbleClient,
  operations: [readSettings, createOrAppendCard, addEvent, moveCard, endMail, takeMark, reportRun],
  triggers: [newMail],
});
