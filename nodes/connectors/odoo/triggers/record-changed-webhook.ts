// Generated from pieces/odoo/src/triggers/record-changed-webhook.ts by `npm run nodes:generate`: change it there.
import { AuthError, InputError } from '../../../kit/errors';
import { text } from '../../../kit/field';
import { sameSecret } from '../../../kit/same-secret';
import type { WebhookTrigger } from '../../../kit/trigger';
import { isObject } from '../reply';
import { SECRET } from './push';

/** For who may not let us make the rule, and makes it by hand; see the README. */
export const recordChangedWebhook: WebhookTrigger = {
  type: 'webhook',
  name: 'record_changed_webhook',
  label: 'Automation rule called',
  help: 'An automation rule of yours called, with model and id. Odoo calls once and never again: where nothing may be missed, use "Record created or updated".',
  fields: {
    secret: text('Secret', {
      help: 'A long word of your own. In Odoo, write it behind the address of this trigger: ?secret=…',
      required: true,
    }),
  },
  sample: {
    headers: { 'content-type': 'application/json' },
    query: { [SECRET]: 'a-long-word-of-your-own' },
    body: {
      _action: 'Tell Pebble(#7)',
      _id: 42,
      _model: 'crm.lead',
      id: 42,
      write_date: '2026-03-02 09:15:00',
    },
  },
  verify: async ({ query }, { input }) => {
    if (!sameSecret(query[SECRET] ?? '', String(input['secret'] ?? ''))) {
      throw new AuthError('The call does not carry the secret of this trigger');
    }
  },
  items: ({ body }) => {
    const { _model, _id, _action, write_date } = isObject(body) ? body : {};
    if (typeof _model !== 'string' || typeof _id !== 'number') {
      throw new InputError('The payload is not that of an automation rule of Odoo');
    }
    if (typeof write_date !== 'string') {
      throw new InputError(
        'The rule must send the field "Last Updated on" (write_date), by which changes are told apart',
      );
    }
    const data = { model: _model, id: _id, action: typeof _action === 'string' ? _action : null };
    return [{ dedupeKey: `${_model}:${_id}:${write_date}`, data }];
  },
};
