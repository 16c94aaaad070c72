import { AuthError, ConnectorError, InputError, UpstreamError } from '@pebble/kit/errors';
import type { Host } from '@pebble/kit/connector';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { odoo } from '../src/connector.ts';
import { HTML_502, startOdooTwin, type OdooTwin } from './odoo-twin.ts';
import { hostOf, run } from './test-host.ts';

/** Two versions, two protocols, one behaviour. */
describe.each([18, 19])('Odoo %i', (version) => {
  let twin: OdooTwin;
  let host: Host;
  beforeEach(async () => {
    twin = await startOdooTwin({ version, now: () => Date.UTC(2026, 2, 2, 9, 15) });
    host = hostOf(twin);
  });
  afterEach(() => twin.close());
  const key = '<AAMk/1=@mail.example>';
  const count = (model: string) => twin.server.rows(model).length;

  test('signs in once for many calls, and says what it signs in to', async () => {
    await odoo.probe(host);
    await run(host, 'search_records', { model: 'crm.lead' });
    await run(host, 'search_records', { model: 'crm.stage' });
    const signIns = twin.requests.filter(({ path }) => path === '/web/version');
    expect(signIns).toHaveLength(1);
    const doors = new Set(twin.requests.slice(2).map(({ path }) => path.split('/')[1]));
    expect([...doors]).toEqual([version === 19 ? 'json' : 'jsonrpc']);
  });

  test('a wrong key is an AuthError, and so is a revoked one behind a kept session', async () => {
    const wrong = hostOf(twin, { ...twin.credential, api_key: 'not-the-key' });
    await expect(odoo.probe(wrong)).rejects.toThrow(AuthError);
    await odoo.probe(host);
    const revoked = { ...host, credential: { ...twin.credential, api_key: 'not-the-key' } };
    await expect(odoo.probe(revoked)).rejects.toThrow(AuthError);
    await expect(run(revoked, 'search_records', { model: 'crm.lead' })).rejects.toThrow(AuthError);
  });

  test('an address with a slash at its end is the same address', async () => {
    await odoo.probe(hostOf(twin, { ...twin.credential, base_url: `${twin.url}/` }));
  });

  test('a lead that a person has made an opportunity stays one when its key is written without a type', async () => {
    const write = (name: string): Promise<{ id: number }> => run(host, 'upsert_lead', { key, name });
    const { id } = await write('Offer');
    await run(host, 'convert_to_opportunity', { id });
    expect(await write('Offer again')).toMatchObject({ id, type: 'opportunity' });
  });

  test('one key is one lead, however often it is written', async () => {
    const before = count('crm.lead');
    const first: { id: number } = await run(host, 'upsert_lead', {
      key,
      name: 'Offer for 500 bolts',
      email: 'Lena <lena@brandt.example>',
      stage: 'Qualified',
      salesperson: 'Nora Feld',
      tags: ['Steel', 'Fresh'],
      deadline: '2026-03-31',
      description: 'Line 1\n<b>not bold</b>',
      company: 'Meridian Trading GmbH',
    });
    expect(first).toMatchObject({
      name: 'Offer for 500 bolts',
      stage_id: { id: 2, name: 'Qualified' },
      user_id: { id: 2, name: 'Nora Feld' },
      tag_ids: [1, 3],
      date_deadline: '2026-03-31',
      create_date: '2026-03-02T09:15:00.000Z',
      lost_reason_id: null,
      active: true,
    });
    const again: { id: number } = await run(host, 'upsert_lead', { key, name: 'Offer for 700 bolts' });
    expect(again).toMatchObject({ id: first.id, name: 'Offer for 700 bolts', date_deadline: '2026-03-31' });
    expect(count('crm.lead')).toBe(before + 1);
    expect(twin.server.rows('crm.lead').at(-1)).toMatchObject({
      email_normalized: 'lena@brandt.example',
      description: '<p>Line 1<br>&lt;b&gt;not bold&lt;/b&gt;</p>',
    });
  });

  test('many writers of one key at once make one lead', async () => {
    const before = count('crm.lead');
    const all = await Promise.all(
      Array.from({ length: 6 }, (_, at) => run(host, 'upsert_lead', { key, name: `Writer ${at}` })),
    );
    expect(new Set(all.map(({ id }: { id: number }) => id)).size).toBe(1);
    expect(count('crm.lead')).toBe(before + 1);
  });

  test('when the line is cut after the work was done, the repeat finds what is there', async () => {
    const before = count('crm.lead');
    await odoo.probe(host);
    twin.faults.set({
      fault: { kind: 'drop', when: 'after' },
      path: /load$|jsonrpc/,
      times: version === 19 ? 1 : 2,
    });
    const lead: { id: number } = await run(host, 'upsert_lead', { key, name: 'Cut off' });
    expect(count('crm.lead')).toBe(before + 1);
    expect(lead).toMatchObject({ name: 'Cut off' });
  });

  test('a lead that was deleted over there is made anew under its key', async () => {
    const first: { id: number } = await run(host, 'upsert_lead', { key, name: 'One' });
    twin.server.remove('crm.lead', first.id);
    const second: { id: number } = await run(host, 'upsert_lead', { key, name: 'Two' });
    expect(second.id).not.toBe(first.id);
  });

  test('an unknown field is named, with what is like it, before anything is written', async () => {
    const wrong = run(host, 'upsert_lead', { key, name: 'x', values: { email_form: 'a@b.example' } });
    await expect(wrong).rejects.toThrow(
      new InputError('Odoo\'s model has no field "email_form" (there is email_from)', 'values'),
    );
    expect(twin.requests.some(({ path }) => path.endsWith('/load'))).toBe(false);
  });

  test.each([
    [{ stage: 'Nirvana' }, 'Field "stage_id": Odoo knows nothing of this name'],
    [{ values: { priority: '7' } }, 'Field "priority" must be one of 0, 1, 2, 3'],
    [
      { values: { date_deadline: 'tomorrow' } },
      'Field "date_deadline" must be a date, or date and time in ISO 8601',
    ],
    [{ values: { expected_revenue: 'much' } }, 'Field "expected_revenue" must be a number'],
  ])('%j is refused in words', async (input, message) => {
    await expect(run(host, 'upsert_lead', { key, name: 'x', ...input })).rejects.toThrow(message);
  });

  test('a field of the customer is written like any other', async () => {
    twin.server.addField('crm.lead', 'x_source', 'char');
    await run(host, 'upsert_lead', { key, name: 'x', values: { x_source: 'mail' } });
    expect(twin.server.rows('crm.lead').at(-1)).toMatchObject({ x_source: 'mail' });
  });

  test('without the right it is an AuthError that quotes nothing', async () => {
    twin.server.dials.deny('crm.lead', 'create', 'write');
    const refused = await run(host, 'upsert_lead', { key, name: 'Secret plan' }).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(AuthError);
    expect(String(refused)).not.toContain('Secret plan');
  });

  test('with half of the rights it is refused, too, and says what it may be', async () => {
    twin.server.dials.deny('crm.lead', 'create');
    await expect(run(host, 'upsert_lead', { key, name: 'x' })).rejects.toThrow(
      'or the account lacks a right',
    );
  });

  test('contention and a page of the proxy pass, and are UpstreamErrors when they last', async () => {
    await odoo.probe(host);
    twin.server.dials.contend(9);
    const contended = run(host, 'upsert_lead', { key, name: 'x' });
    await expect(contended).rejects.toThrow(UpstreamError);
    twin.server.dials.contend(0);
    twin.faults.set({ fault: { kind: 'status', status: 502, body: HTML_502 }, times: 2 });
    await run(host, 'upsert_lead', { key, name: 'x' });
    twin.faults.set({ fault: { kind: 'status', status: 502, body: HTML_502 } });
    await expect(run(host, 'upsert_lead', { key, name: 'x' })).rejects.toThrow(UpstreamError);
  });

  test('notes and comments stand in the conversation of the lead', async () => {
    const id = '1';
    const note: { message_id: number } = await run(host, 'post_message', {
      model: 'crm.lead',
      id,
      body: 'a < b',
    });
    await run(host, 'post_message', {
      model: 'crm.lead',
      id,
      body: '<p>Hello</p>',
      kind: 'comment',
      subject: 'Re',
    });
    expect(twin.server.rows('mail.message')).toMatchObject([
      { id: note.message_id, body: '<p>a &lt; b</p>', is_internal: true, model: 'crm.lead', res_id: 1 },
      { body: '<p>Hello</p>', is_internal: false, subject: 'Re' },
    ]);
  });

  test('search takes any domain, order and page, and looks into the archive when told', async () => {
    const domain = ['|', ['expected_revenue', '>', 10_000], ['partner_id.name', 'ilike', 'alpen']];
    const search = (input: object): Promise<{ records: { id: number }[] }> =>
      run(host, 'search_records', { model: 'crm.lead', domain, ...input });
    expect((await search({ fields: ['name', 'partner_id'] })).records).toEqual([
      { id: 1, name: 'M12 bolts, 40,000 pieces', partner_id: { id: 6, name: 'Brandt Werkzeugbau' } },
    ]);
    twin.server.write('crm.lead', 1, { active: false });
    expect((await search({})).records).toEqual([]);
    expect((await search({ archived: true })).records).toHaveLength(1);
    const all = await search({ domain: [], order: 'id desc', limit: 1, archived: true });
    expect(all.records.map(({ id }) => id)).toEqual([2]);
    await expect(search({ domain: ['|', ['name', '=', 'x']] })).rejects.toThrow('lacks a condition');
    await expect(search({ order: 'name; drop' })).rejects.toThrow(ConnectorError);
  });
});
