import type { ConnectorPollTrigger, ConnectorWebhookTrigger, Host } from '@pebble/kit/connector';
import { AuthError, InputError } from '@pebble/kit/errors';
import type { Item, PollCursor } from '@pebble/kit/trigger';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { odoo } from '../src/connector.ts';
import { startOdooTwin, type OdooTwin } from './odoo-twin.ts';
import { hostOf } from './test-host.ts';

const triggerOf = (name: string) => odoo.triggers.find((one) => one.name === name);
const START = Date.UTC(2026, 2, 2, 9, 0);

describe.each([18, 19])('triggers of Odoo %i', (version) => {
  let twin: OdooTwin;
  let host: Host;
  let now = START;
  let cursor: PollCursor = null;
  let keys: Set<string>;
  beforeEach(async () => {
    now = START;
    cursor = null;
    keys = new Set();
    twin = await startOdooTwin({ version, now: () => now });
    host = hostOf(twin);
  });
  afterEach(() => twin.close());

  const since = new Date(START).toISOString();
  /** As a host does: stores each cursor as JSON, goes on while there is more, and drops what it has had. */
  async function look(name: string, input: Record<string, unknown> = {}): Promise<Item[]> {
    const trigger = triggerOf(name) as ConnectorPollTrigger;
    const items: Item[] = [];
    for (let more = true; more;) {
      const result = await trigger.poll(host, cursor, { input: { model: 'crm.lead', ...input }, since });
      items.push(...result.items);
      cursor = JSON.parse(JSON.stringify(result.cursor)) as PollCursor;
      more = result.more === true;
    }
    const fresh = items.filter(({ dedupeKey }) => !keys.has(dedupeKey));
    for (const { dedupeKey } of fresh) keys.add(dedupeKey);
    return fresh;
  }
  const idsOf = (items: readonly Item[]) => items.map(({ data }) => (data as { id: number }).id);
  const lead = (name: string) => twin.server.create('crm.lead', { name });

  test('what was there before it was switched on is not its business', async () => {
    expect(await look('record_updated')).toEqual([]);
    expect(await look('record_updated')).toEqual([]);
  });

  test('a created record comes once, a changed one with each change, an archived one too', async () => {
    const id = lead('New');
    expect(idsOf(await look('record_created'))).toEqual([id]);
    expect(await look('record_created')).toEqual([]);
    cursor = null;
    keys.clear();
    const [first] = await look('record_updated', { fields: ['name', 'stage_id'] });
    expect(first).toEqual({
      dedupeKey: `crm.lead:${id}:2026-03-02 09:00:00`,
      data: {
        ...{ model: 'crm.lead', id, changed_at: '2026-03-02T09:00:00.000Z' },
        record: { id, name: 'New', stage_id: { id: 1, name: 'New' }, write_date: '2026-03-02T09:00:00.000Z' },
      },
    });
    now += 5_000;
    twin.server.write('crm.lead', id, { name: 'Changed' });
    expect(idsOf(await look('record_updated'))).toEqual([id]);
    now += 5_000;
    twin.server.write('crm.lead', id, { active: false });
    expect(idsOf(await look('record_updated'))).toEqual([id]);
  });

  test('a transaction that ends late, with an older stamp and a lower id, is not lost', async () => {
    const long = twin.server.begin();
    const imported = long.create('crm.lead', { name: 'Imported' });
    now += 4 * 60_000;
    const quick = lead('Quick');
    expect(quick).toBeGreaterThan(imported);
    expect(idsOf(await look('record_created'))).toEqual([quick]);
    long.commit();
    const late = await look('record_created');
    expect(idsOf(late)).toEqual([imported]);
    expect(late.map(({ data }) => (data as { changed_at: string }).changed_at)).toEqual([since]);
    expect(await look('record_created')).toEqual([]);
  });

  test('more than a page in one and the same second is neither lost nor doubled', async () => {
    const made = Array.from({ length: 450 }, (_, at) => {
      // Spread over the second, and not in the order of ids.
      now = START + 1_000 + ((at * 37) % 900);
      return lead(`Bulk ${at}`);
    });
    now = START + 3_000;
    const after = lead('After');
    const items = await look('record_created');
    expect(new Set(idsOf(items))).toEqual(new Set([...made, after]));
    expect(items).toHaveLength(451);
    expect(await look('record_created')).toEqual([]);
  });

  test('a backlog of many pages comes in the order of its stamps', async () => {
    for (let at = 0; at < 500; at += 1) {
      now = START + at * 700;
      lead(`L ${at}`);
    }
    const stamps = (await look('record_created')).map(
      ({ data }) => (data as { changed_at: string }).changed_at,
    );
    expect(stamps).toHaveLength(500);
    expect(stamps).toEqual([...stamps].sort());
  });

  test('records that change while a backlog is read come again, and none is left out', async () => {
    const ids = Array.from({ length: 260 }, (_, at) => {
      now = START + at * 1_500;
      return lead(`L ${at}`);
    });
    const trigger = triggerOf('record_updated') as ConnectorPollTrigger;
    const first = await trigger.poll(host, null, { input: { model: 'crm.lead' }, since });
    expect(first.more).toBe(true);
    now += 60_000;
    // Out of the first page, to the end.
    for (const id of ids.slice(0, 50)) twin.server.write('crm.lead', id, { name: 'Again' });
    cursor = first.cursor;
    const rest = await look('record_updated');
    const missed = ids.filter((id) => ![...idsOf(first.items), ...idsOf(rest)].includes(id));
    expect(missed).toEqual([]);
    expect(idsOf(rest)).toEqual(expect.arrayContaining(ids.slice(0, 50)));
  });

  test('only what fits the domain and the company', async () => {
    const won = twin.server.create('crm.lead', { name: 'A', type: 'opportunity', company_id: 2 });
    twin.server.create('crm.lead', { name: 'B', type: 'opportunity', company_id: 1 });
    const input = { domain: [['type', '=', 'opportunity']], company: '2' };
    expect(idsOf(await look('record_created', input))).toEqual([won]);
  });

  test('a wrong field or domain is told at the first look, and changes nothing', async () => {
    await expect(look('record_created', { fields: ['nam'] })).rejects.toThrow(InputError);
    await expect(look('record_created', { domain: [['stage', '=', 1]] })).rejects.toThrow('stage_id');
  });

  test('a field that has gone since does not stop the others', async () => {
    twin.server.addField('crm.lead', 'x_gone', 'char');
    await look('record_created', { fields: ['name', 'x_gone'] });
    const { [`x_gone`]: _, ...left } = twin.server.db.def('crm.lead').fields;
    twin.server.db.models.set('crm.lead', { ...twin.server.db.def('crm.lead'), fields: left });
    lead('Later');
    expect(await look('record_created', { fields: ['name', 'x_gone'] })).toHaveLength(1);
  });

  describe('push', () => {
    let receiver: Server;
    let calls: { url: string; body: string }[];
    beforeEach(async () => {
      calls = [];
      receiver = createServer((request, reply) => {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
          calls.push({ url: request.url ?? '', body });
          reply.end('ok');
        });
      });
      await new Promise<void>((ready) => receiver.listen(0, '127.0.0.1', ready));
    });
    afterEach(() => new Promise((done) => receiver.close(done)));
    const hook = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks/1`;
    const secret = 'a-secret-of-more-than-thirty-two-letters';
    const push = () => {
      const found = (triggerOf('record_updated') as ConnectorPollTrigger).push;
      if (!found) throw new Error('no push');
      return found;
    };
    const request = () => ({ input: { model: 'crm.lead' }, url: hook(), secret, now: since });
    const payloadOf = ({ url, body }: { url: string; body: string }) => ({
      headers: {},
      query: Object.fromEntries(new URL(url, 'http://x').searchParams),
      body: JSON.parse(body) as unknown,
      raw: body,
    });

    test('a rule of Odoo wakes us, with the secret in the address; twice made is one rule', async () => {
      const { subscription, read } = push();
      const registration = await subscription.create(host, request());
      expect(await subscription.create(host, request())).toEqual(registration);
      expect(twin.server.rows('base.automation')).toHaveLength(1);
      lead('Wakes');
      await twin.settled();
      const [call] = calls;
      if (!call) throw new Error('nobody called');
      const delivery = { input: {}, credential: {}, registration };
      expect(read(payloadOf(call), delivery)).toBe('poll');
      const forged = { ...payloadOf(call), query: { secret: `${secret}x` } };
      expect(() => read(forged, delivery)).toThrow(AuthError);
      await subscription.delete(host, registration);
      expect(await subscription.check(host, registration)).toBe(false);
      expect(twin.server.rows('ir.actions.server')).toEqual([]);
      lead('Silent');
      await twin.settled();
      expect(calls).toHaveLength(1);
    });

    test('a rule that somebody has switched off is not there', async () => {
      const { subscription } = push();
      const registration = await subscription.create(host, request());
      twin.server.write('base.automation', Number(registration.id), { active: false });
      expect(await subscription.check(host, registration)).toBe(false);
    });

    test('without the right to make rules it is an AuthError, and the poll goes on by itself', async () => {
      twin.server.dials.deny('base.automation');
      await expect(push().subscription.create(host, request())).rejects.toThrow(AuthError);
      lead('Polled');
      expect(await look('record_updated')).toHaveLength(1);
    });

    test('a call that nobody answers is not made again, and the poll brings the change', async () => {
      await push().subscription.create(host, { ...request(), url: 'http://127.0.0.1:1/none' });
      lead('Unheard');
      await twin.settled();
      expect(twin.deliveries).toMatchObject([{ status: null }]);
      expect(await look('record_updated')).toHaveLength(1);
    });

    test('a rule made by hand starts the webhook trigger', async () => {
      const trigger = triggerOf('record_changed_webhook') as ConnectorWebhookTrigger;
      const field = (name: string) =>
        twin.server.rows('ir.model.fields').find((row) => row['model'] === 'crm.lead' && row['name'] === name)
          ?.id;
      const [model] = twin.server.rows('ir.model').filter((row) => row['model'] === 'crm.lead');
      const action = {
        name: 'Tell',
        model_id: model?.id,
        state: 'webhook',
        webhook_url: `${hook()}?secret=mine`,
      };
      twin.server.create('base.automation', {
        ...{
          name: 'Tell',
          model_id: model?.id,
          trigger: 'on_create_or_write',
          filter_domain: '[["type", "=", "lead"]]',
        },
        action_server_ids: [[0, 0, { ...action, webhook_field_ids: [[6, 0, [field('write_date')]]] }]],
      });
      const id = lead('By hand');
      twin.server.create('crm.lead', { name: 'Other', type: 'opportunity' });
      await twin.settled();
      expect(calls).toHaveLength(1);
      const payload = payloadOf(calls[0] ?? { url: '', body: '{}' });
      const delivery = { input: { secret: 'mine' }, credential: {}, registration: null };
      await trigger.verify?.(payload, delivery);
      expect(trigger.items(payload)).toEqual([
        {
          dedupeKey: `crm.lead:${id}:2026-03-02 09:00:00`,
          data: { model: 'crm.lead', id, action: 'Tell(#1)' },
        },
      ]);
      await expect(trigger.verify?.(payload, { ...delivery, input: { secret: 'yours' } })).rejects.toThrow(
        AuthError,
      );
      const bare = { ...payload, body: { _model: 'crm.lead', _id: id } };
      expect(() => trigger.items(bare)).toThrow('write_date');
    });
  });
});
