import { choice, json } from '@pebble/kit/field';
import { operation } from '@pebble/kit/operation';
import type { OdooClient } from '../client.ts';
import { idField, listFields, modelField } from '../common-fields.ts';
import { find, term } from '../find.ts';
import { oneId } from '../ids.ts';
import { MESSAGE, MESSAGE_FIELDS } from '../models.ts';

export const listMessages = operation({
  name: 'list_messages',
  label: 'List messages',
  help: 'The conversation of a record, the newest first.',
  group: 'Message',
  idempotent: true,
  fields: {
    model: modelField,
    id: idField,
    kind: choice('Kind', {
      help: 'All when left out.',
      choices: { note: 'Notes', comment: 'Comments and mails' },
    }),
    domain: json('Further conditions', { help: 'A domain as Odoo writes it.' }),
    ...listFields,
  },
  run: async (client: OdooClient, { model, id, kind, ...input }) => {
    const terms = [
      term('model', '=', model),
      term('res_id', '=', oneId(id, 'id')),
      term('is_internal', '=', kind === undefined ? undefined : kind === 'note'),
    ];
    return {
      messages: await find(client, input, {
        model: MESSAGE,
        terms,
        wanted: MESSAGE_FIELDS,
        order: 'id desc',
      }),
    };
  },
});
