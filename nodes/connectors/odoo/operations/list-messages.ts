// Generated from pieces/odoo/src/operations/list-messages.ts by `npm run nodes:generate`: change it there.
import { choice, json } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { idField, listFields, modelField } from '../common-fields';
import { find, term } from '../find';
import { oneId } from '../ids';
import { MESSAGE, MESSAGE_FIELDS } from '../models';

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
