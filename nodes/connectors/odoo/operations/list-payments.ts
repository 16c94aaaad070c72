// Generated from pieces/odoo/src/operations/list-payments.ts by `npm run nodes:generate`: change it there.
import { choice, json, text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { listFields } from '../common-fields';
import { find, term } from '../find';
import { PAYMENT, PAYMENT_FIELDS } from '../models';
import { idOf } from '../relations';

export const listPayments = operation({
  name: 'list_payments',
  label: 'List payments',
  help: 'Payments received and sent, the newest first. Nothing is changed.',
  group: 'Invoice',
  idempotent: true,
  fields: {
    partner: text('Partner', { help: 'Id or name.' }),
    direction: choice('Direction', {
      help: 'Both when left out.',
      choices: { inbound: 'Received', outbound: 'Sent' },
    }),
    domain: json('Further conditions', { help: 'A domain as Odoo writes it.' }),
    ...listFields,
  },
  run: async (client: OdooClient, { partner, direction, ...input }) => {
    const whose = partner === undefined ? undefined : await idOf(client, 'res.partner', partner, 'partner');
    const terms = [term('partner_id', 'child_of', whose), term('payment_type', '=', direction)];
    const order = 'date desc, id desc';
    return { payments: await find(client, input, { model: PAYMENT, terms, wanted: PAYMENT_FIELDS, order }) };
  },
});
