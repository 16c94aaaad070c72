import { AuthError, ConflictError, InputError, NotFoundError, UpstreamError } from '@pebble/kit/errors';
import type { Host } from '@pebble/kit/connector';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startOdooTwin, type OdooTwin } from './odoo-twin.ts';
import { hostOf, run } from './test-host.ts';

interface Made {
  id: number;
  [name: string]: unknown;
}

/** The same table of behaviours over JSON-RPC and over JSON-2. */
describe.each([18, 19])('Odoo %i', (version) => {
  let twin: OdooTwin;
  let host: Host;
  beforeEach(async () => {
    twin = await startOdooTwin({ version, now: () => Date.UTC(2026, 2, 2, 9, 15) });
    host = hostOf(twin);
  });
  afterEach(() => twin.close());
  const does = (name: string, input: Record<string, unknown>): Promise<Made> => run(host, name, input);
  const rows = (model: string) => twin.server.rows(model);

  test('a lead goes through its life: stage, won, lost, back', async () => {
    const id = '2';
    expect(await does('set_lead_stage', { id, stage: 'Proposition' })).toMatchObject({
      stage_id: { name: 'Proposition' },
    });
    expect(await does('convert_to_opportunity', { id, salesperson: 'Jonas Ahr' })).toMatchObject({
      type: 'opportunity',
      user_id: { id: 3 },
    });
    expect(await does('convert_to_opportunity', { id })).toMatchObject({ type: 'opportunity' });
    expect(await does('mark_won', { id })).toMatchObject({
      stage_id: { name: 'Won' },
      probability: 100,
      active: true,
    });
    expect(await does('mark_lost', { id, reason: 'No stock' })).toMatchObject({
      active: false,
      probability: 0,
      lost_reason_id: { id: 2 },
    });
    expect(await does('find_leads', { state: 'lost' })).toMatchObject({ leads: [{ id: 2 }] });
    expect(await does('restore_lead', { id })).toMatchObject({ active: true, lost_reason_id: null });
    expect(await does('update_lead', { id, expected_revenue: 9_000, tags: ['Urgent'] })).toMatchObject({
      expected_revenue: 9_000,
      tag_ids: [2],
    });
    expect(await does('update_lead', { id })).toMatchObject({ expected_revenue: 9_000 });
    await expect(does('set_lead_stage', { id: '999', stage: 'New' })).rejects.toThrow(NotFoundError);
  });

  test('a stage that counts as won wins; from 19 on a won lead keeps its probability', async () => {
    expect(await does('set_lead_stage', { id: '1', stage: 'Won' })).toMatchObject({ probability: 100 });
    const less = does('update_lead', { id: '1', values: { probability: 50 } });
    if (version >= 19) await expect(less).rejects.toThrow(InputError);
    else expect(await less).toMatchObject({ probability: 50 });
  });

  test('instants of a flow can stand in a domain', async () => {
    const { id } = await does('upsert_lead', { key: 'now', name: 'Now' });
    const domain = [['create_date', '>=', '2026-03-02T10:15:00+01:00']];
    expect(await does('find_leads', { domain })).toMatchObject({ leads: [{ id }] });
    expect(await does('count_records', { model: 'crm.lead', domain })).toEqual({ count: 1 });
  });

  test('leads are found by what is known of them, and by their key', async () => {
    expect(await does('find_leads', { email: ' EINKAUF@brandt.example ' })).toMatchObject({
      leads: [{ id: 1 }],
    });
    expect(await does('find_leads', { stage: 'New', name: 'washers' })).toMatchObject({ leads: [{ id: 2 }] });
    expect(await does('find_leads', { domain: [['expected_revenue', '>', 8_000]] })).toMatchObject({
      leads: [{ id: 1 }],
    });
    const { id } = await does('upsert_lead', { key: 'k.1', name: 'By key' });
    expect(await does('get_lead', { id: 'k.1', by: 'key' })).toMatchObject({ id, name: 'By key' });
    await expect(does('get_lead', { id: 'k.2', by: 'key' })).rejects.toThrow(NotFoundError);
    expect(await does('list_stages', {})).toMatchObject({
      stages: [{ name: 'New' }, {}, {}, { is_won: true }],
    });
  });

  test('a partner is known by e-mail, by VAT number, or by key', async () => {
    const before = rows('res.partner').length;
    const lena = await does('upsert_partner', {
      key: 'mail-1',
      name: 'Lena Brandt',
      email: 'LENA@brandt.example',
      phone: '+49 231 555099',
    });
    expect(lena).toMatchObject({ id: 7, phone: '+49 231 555099' });
    expect(
      await does('upsert_partner', {
        key: 'x',
        name: 'Brandt Werkzeugbau',
        match: 'vat',
        vat: 'DE811907980',
      }),
    ).toMatchObject({ id: 6 });
    const fresh = await does('upsert_partner', {
      key: 'a',
      name: 'Ola',
      email: 'ola@new.example',
      parent: 'Brandt Werkzeugbau',
    });
    expect(
      await does('upsert_partner', { key: 'b', name: 'Ola N.', email: 'Ola@new.example' }),
    ).toMatchObject({ id: fresh.id, name: 'Ola N.' });
    expect(rows('res.partner')).toHaveLength(before + 1);
    twin.server.create('res.partner', { name: 'Twice', email: 'lena@brandt.example' });
    const twice = does('upsert_partner', { key: 'c', name: 'Lena', email: 'lena@brandt.example' });
    await expect(twice).rejects.toThrow(ConflictError);
  });

  test('partners are found by e-mail, phone and VAT number', async () => {
    expect(await does('find_partners', { email: 'einkauf@BRANDT.example' })).toMatchObject({
      partners: [{ id: 6 }],
    });
    expect(await does('find_partners', { phone: '+49 (231) 555-011' })).toMatchObject({
      partners: [{ id: 7 }],
    });
    expect(await does('find_partners', { vat: 'de811907980' })).toMatchObject({ partners: [{ id: 6 }] });
    expect(await does('find_partners', { name: 'nobody' })).toEqual({ partners: [] });
  });

  const lines = [
    { product: 'Hex bolt M12x60', quantity: 1_000, price: 0.4, discount: 10 },
    { product: 'Delivery', description: 'To Dortmund' },
  ];

  test('from quotation to posted invoice, each step twice', async () => {
    const input = {
      key: 'rfq-7',
      partner: 'Brandt Werkzeugbau',
      lines,
      opportunity: '1',
      reference: 'PO 7',
      valid_until: '2026-03-31',
    };
    const quotation = await does('create_quotation', input);
    expect(quotation).toMatchObject({
      state: 'draft',
      amount_untaxed: 450,
      opportunity_id: { id: 1 },
      validity_date: '2026-03-31',
    });
    expect((await does('create_quotation', input)).id).toBe(quotation.id);
    expect(rows('sale.order')).toHaveLength(1);
    expect(rows('sale.order.line')).toHaveLength(2);
    const id = String(quotation.id);
    for (const _ of [1, 2]) expect(await does('confirm_order', { id })).toMatchObject({ state: 'sale' });
    expect(await does('get_order', { id })).toMatchObject({
      lines: [{ discount: 10 }, { name: 'To Dortmund', price_unit: 90 }],
    });
    expect(await does('find_orders', { partner: '6', state: 'sale' })).toMatchObject({
      orders: [{ id: quotation.id }],
    });

    const invoice = await does('invoice_order', { id });
    expect(invoice).toMatchObject({
      state: 'draft',
      move_type: 'out_invoice',
      amount_total: 535.5,
      amount_residual: 535.5,
    });
    expect((await does('invoice_order', { id })).id).toBe(invoice.id);
    for (const _ of [1, 2])
      expect(await does('post_invoice', { id: String(invoice.id) })).toMatchObject({
        state: 'posted',
        name: 'INV/2026/00001',
      });
    expect(await does('find_invoices', { state: 'open', partner: '6' })).toMatchObject({
      invoices: [{ id: invoice.id }],
    });
    expect(await does('get_invoice', { id: String(invoice.id) })).toMatchObject({
      invoice_date: '2026-03-02',
    });
  });

  test('what Odoo says of records is not passed on', async () => {
    const id = twin.server.create('sale.order', { partner_id: 6, name: 'S-SECRET', state: 'cancel' });
    const refused = await does('confirm_order', { id: String(id) }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ConflictError);
    expect(JSON.stringify([String(refused), refused])).not.toContain('S-SECRET');
  });

  test('a quotation whose lines were cut off is finished by the repeat', async () => {
    const cut = {
      fault: { kind: 'drop', when: 'before' } as const,
      path: version === 19 ? /sale.order\/write/ : /nothing/,
    };
    twin.faults.set(cut);
    const input = { key: 'cut', partner: '6', lines };
    const first = await does('create_quotation', input).catch((error: unknown) => error);
    if (version === 19) expect(first).toBeInstanceOf(UpstreamError);
    twin.faults.set();
    expect(await does('create_quotation', input)).toMatchObject({ amount_untaxed: 450 });
    expect(rows('sale.order')).toHaveLength(1);
    expect(rows('sale.order.line')).toHaveLength(2);
  });

  test('an invoice of its own lines, and payments to read', async () => {
    const input = {
      key: 'inv',
      partner: '6',
      lines,
      type: 'out_refund',
      date: '2026-03-01',
      reference: 'R1',
    };
    const invoice = await does('create_invoice', input);
    expect(invoice).toMatchObject({
      move_type: 'out_refund',
      invoice_date: '2026-03-01',
      amount_untaxed: 450,
    });
    expect((await does('create_invoice', input)).id).toBe(invoice.id);
    const empty = twin.server.create('account.move', { move_type: 'out_invoice', partner_id: 6 });
    await expect(does('post_invoice', { id: String(empty) })).rejects.toThrow(ConflictError);
    await expect(does('create_invoice', { ...input, key: 'none', lines: [] })).rejects.toThrow(InputError);
    expect(await does('list_payments', { partner: '6', direction: 'inbound' })).toMatchObject({
      payments: [{ amount: 1_190, state: 'paid' }],
    });
  });

  test('an activity is scheduled, seen and done', async () => {
    const on = { model: 'crm.lead', id: '1' };
    const made = await does('schedule_activity', {
      ...on,
      summary: 'Call back',
      deadline: '2026-03-05',
      user: 'Nora Feld',
      type: 'Call',
      note: 'a < b',
    });
    expect(made).toMatchObject({
      res_model: 'crm.lead',
      res_id: 1,
      state: 'planned',
      note: '<p>a &lt; b</p>',
      user_id: { id: 2 },
    });
    expect(await does('list_activities', on)).toMatchObject({ activities: [{ id: made.id }] });
    for (const _ of [1, 2])
      expect(await does('complete_activity', { id: String(made.id), feedback: 'Reached' })).toMatchObject({
        done: true,
      });
    expect(rows('mail.activity')).toEqual([]);
    expect(await does('list_messages', on)).toMatchObject({
      messages: [{ body: expect.stringContaining('Reached') as string }],
    });
  });

  test('a file comes back as it went', async () => {
    const bytes = Uint8Array.from({ length: 70_001 }, (_, at) => (at * 31) % 256);
    const reference = await host.files?.write({
      name: 'plan.bin',
      content_type: 'application/x-plan',
      bytes,
    });
    const on = { model: 'crm.lead', id: '1' };
    const made = await does('add_attachment', { ...on, file: reference });
    expect(made).toMatchObject({ name: 'plan.bin', file_size: 70_001, mimetype: 'application/x-plan' });
    expect(await does('list_attachments', on)).toMatchObject({ attachments: [{ id: made.id }] });
    const got = await does('get_attachment', { id: String(made.id) });
    expect((await host.files?.read(String(got['file'])))?.bytes).toEqual(bytes);
  });

  test('companies do not see each other', async () => {
    const austria = await does('find_leads', { company: 'Meridian Trading Austria' });
    expect(austria).toMatchObject({ leads: [{ id: 2 }] });
    await expect(does('get_lead', { id: '1', company: '2' })).rejects.toThrow(AuthError);
  });
});
