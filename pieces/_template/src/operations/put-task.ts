import { dateTime, text } from '@pebble/kit/field';
import { operation } from '@pebble/kit/operation';
import type { AcmeClient } from '../client.ts';

export const putTask = operation({
  name: 'put_task',
  label: 'Create or update task',
  help: 'Creates the task of this key, or updates it. Safe to repeat.',
  idempotent: true,
  fields: {
    key: text('Key', { help: 'Your own name for the task; it stays the same for ever.', required: true }),
    title: text('Title', { help: 'One line.', required: true }),
    due: dateTime('Due', { help: 'When it has to be done.' }),
  },
  run: (acme: AcmeClient, { key, title, due = null }) => acme.putTask(key, { title, due }),
});
