import type { OperationFixture } from '@pebble/kit/testing/fixtures';
import { answer, described, documents } from './fixtures-kit.ts';

const CONTEXT = { company: '1', language: 'de_DE' };
const ORDER = described(
  ...[
    'name',
    'state',
    'partner_id',
    'opportunity_id',
    'client_order_ref',
    'validity_date',
    'origin',
    'amount_total',
    'order_line',
  ],
);
const ORDER_ROW = {
  ...{ id: 12, name: 'S00012', state: 'draft', partner_id: [6, 'Brandt'], opportunity_id: false },
  ...{ amount_total: 21.9, order_line: [31] },
};
const ORDER_READ = { ...ORDER_ROW, partner_id: { id: 6, name: 'Brandt' }, opportunity_id: null };
const ORDER_LINE = described('product_id', 'name', 'product_uom_qty', 'price_unit', 'tax_ids');

const INVOICE = described(
  ...[
    'name',
    'state',
    'move_type',
    'partner_id',
    'invoice_date',
    'ref',
    'narration',
    'amount_total',
    'amount_residual',
  ],
);
const INVOICE_ROW = {
  ...{ id: 8, name: false, state: 'draft', move_type: 'out_invoice', partner_id: [6, 'Brandt'] },
  ...{ amount_total: 21.9, amount_residual: 21.9 },
};
const INVOICE_READ = { ...INVOICE_ROW, name: null, partner_id: { id: 6, name: 'Brandt' } };
const INVOICE_LINE = described('product_id', 'name', 'quantity', 'price_unit', 'tax_ids');
const LINES = [{ product: 1, quantity: 40, price: 0.46, taxes: [1] }];

export const sales: Readonly<Record<string, OperationFixture>> = {
  create_quotation: document({
    input: {
      partner: '6',
      lines: LINES,
      opportunity: '42',
      valid_until: '2026-03-31',
      values: { origin: 'mail' },
      ...CONTEXT,
    },
    replies: [
      ...[ORDER, ORDER_LINE, ORDER_LINE, answer([]), answer({ ids: [12], messages: [] }), answer(true)],
      ...[ORDER, answer([ORDER_ROW])],
    ],
    output: ORDER_READ,
  }),
  confirm_order: {
    input: { id: '12', ...CONTEXT },
    replies: [
      answer([{ id: 12, state: 'draft' }]),
      answer(true),
      ORDER,
      answer([{ ...ORDER_ROW, state: 'sale' }]),
    ],
    output: { ...ORDER_READ, state: 'sale' },
  },
  get_order: {
    input: { id: '12', ...CONTEXT },
    replies: [
      ...[ORDER, answer([ORDER_ROW]), ORDER_LINE],
      answer([
        { id: 31, name: 'Hex bolt', product_id: [1, 'Hex bolt'], product_uom_qty: 40, price_unit: 0.46 },
      ]),
    ],
    output: {
      ...ORDER_READ,
      lines: [
        {
          id: 31,
          name: 'Hex bolt',
          product_id: { id: 1, name: 'Hex bolt' },
          product_uom_qty: 40,
          price_unit: 0.46,
        },
      ],
    },
  },
  find_orders: {
    input: { partner: '6', domain: undefined, limit: 5, ...CONTEXT },
    replies: [ORDER, answer([ORDER_ROW])],
    output: { orders: [ORDER_READ] },
  },
  create_invoice: document({
    input: { partner: '6', lines: LINES, date: '2026-03-02', values: { narration: 'x' }, ...CONTEXT },
    replies: [
      ...[INVOICE, INVOICE_LINE, INVOICE_LINE, answer([]), answer({ ids: [8], messages: [] }), answer(true)],
      ...[INVOICE, answer([INVOICE_ROW])],
    ],
    output: INVOICE_READ,
  }),
  invoice_order: {
    input: { id: '12', ...CONTEXT },
    replies: [
      answer([{ id: 12, invoice_status: 'invoiced', invoice_ids: [8] }]),
      answer([{ id: 12, invoice_status: 'invoiced', invoice_ids: [8] }]),
      ...[INVOICE, answer([INVOICE_ROW])],
    ],
    output: INVOICE_READ,
  },
  post_invoice: {
    input: { id: '8', ...CONTEXT },
    replies: [
      ...[answer([{ id: 8, state: 'draft' }]), answer(false), INVOICE],
      answer([{ ...INVOICE_ROW, name: 'INV/2026/00001', state: 'posted' }]),
    ],
    output: { ...INVOICE_READ, name: 'INV/2026/00001', state: 'posted' },
  },
  get_invoice: {
    input: { id: '8', ...CONTEXT },
    replies: [INVOICE, answer([INVOICE_ROW])],
    output: INVOICE_READ,
  },
  find_invoices: {
    input: { partner: '6', domain: undefined, limit: 5, ...CONTEXT },
    replies: [INVOICE, answer([INVOICE_ROW])],
    output: { invoices: [INVOICE_READ] },
  },
  list_payments: {
    input: { partner: '6', domain: undefined, limit: 5, ...CONTEXT },
    replies: [described('name', 'state'), answer([{ id: 1, name: 'PBNK1/2026/00001', state: 'paid' }])],
    output: { payments: [{ id: 1, name: 'PBNK1/2026/00001', state: 'paid' }] },
  },
};

/** Header and lines are two writes to one document, which a repeat finds. */
function document(fixture: OperationFixture): OperationFixture {
  return { ...fixture, twin: documents(fixture.replies, /\/load$/) };
}
