// Generated from pieces/odoo/src/operations/find-invoices.ts by `npm run nodes:generate`: change it there.
import { choice, json, text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { Domain, OdooClient } from '../client';
import { listFields } from '../common-fields';
import { find, term } from '../find';
import { INVOICE, INVOICE_FIELDS } from '../models';
import { idOf } from '../relations';

const STATES: Readonly<Record<string, Domain>> = {
  draft: [['state', '=', 'draft']],
  open: [
    ['state', '=', 'posted'],
    ['payment_state', 'in', ['not_paid', 'partial']],
  ],
  paid: [
    ['state', '=', 'posted'],
    ['payment_state', 'in', ['paid', 'in_payment']],
  ],
  posted: [['state', '=', 'posted']],
};

export const findInvoices = operation({
  name: 'find_invoices',
  label: 'Find invoices',
  help: 'Finds invoices, bills and credit notes, the newest first.',
  group: 'Invoice',
  idempotent: true,
  fields: {
    partner: text('Partner', { help: 'Id or name; with it come the invoices of its people.' }),
    type: choice('Type', {
      help: 'Any when left out.',
      choices: {
        out_invoice: 'Customer invoice',
        out_refund: 'Customer credit note',
        in_invoice: 'Vendor bill',
        in_refund: 'Vendor credit note',
      },
    }),
    state: choice('State', {
      help: 'Any when left out.',
      choices: { draft: 'Draft', open: 'Posted and open', paid: 'Paid', posted: 'Posted' },
    }),
    number: text('Number', { help: 'Such as INV/2026/00042.' }),
    reference: text('Reference', { help: 'Of the vendor or the customer.' }),
    domain: json('Further conditions', { help: 'A domain as Odoo writes it.' }),
    ...listFields,
  },
  run: async (client: OdooClient, { partner, type, state, number, reference, ...input }) => {
    const whose = partner === undefined ? undefined : await idOf(client, 'res.partner', partner, 'partner');
    const terms = [
      type ? term('move_type', '=', type) : [['move_type', '!=', 'entry']],
      state ? (STATES[state] ?? []) : [],
      term('partner_id', 'child_of', whose),
      term('name', '=', number),
      term('ref', '=', reference),
    ];
    const order = 'invoice_date desc, id desc';
    return { invoices: await find(client, input, { model: INVOICE, terms, wanted: INVOICE_FIELDS, order }) };
  },
});
