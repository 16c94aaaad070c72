import { toPiece } from '@pebble/kit/activepieces/to-piece';
import { MemoryStore, pieceContext } from '@pebble/kit/activepieces/testing/piece-context';
import { startTwinServer } from '@pebble/kit/twin/twin-server';
import { afterEach, describe, expect, test } from 'vitest';
import { odoo } from '../../pieces/odoo/src/connector.ts';
import { startOdooTwin } from '../../pieces/odoo/twin/odoo-twin.ts';
import { outlook } from '../../pieces/outlook/src/connector.ts';
import { startGraphTwin } from '../../pieces/outlook/twin/graph-twin.ts';
import type { Piece } from './testing/unpacked-piece.ts';

// The two connectors as pieces of Activepieces, over the network, against twins of their vendors.
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

type Form = { validate(given: { auth: unknown }): Promise<object> };
const formOf = (piece: Piece) =>
  ([piece.auth ?? []].flat() as unknown as (Form & { type: string })[]).find(
    (one) => one.type === 'CUSTOM_AUTH',
  );

const MAILBOX = 'sales@brightwater.example';
const MAIL = {
  from: 'Ada Byron <ada@buyer.example>',
  to: MAILBOX,
  subject: 'Price for 40 valves',
  text: 'Please quote.',
};

/** An Activepieces as far as one instant trigger needs it: answers handshakes, and runs the trigger for each call. */
async function outlookInActivepieces() {
  const twin = await startGraphTwin();
  ends.push(twin.close);
  const piece = toPiece(outlook);
  const store = new MemoryStore();
  const auth = { type: 'CUSTOM_AUTH', props: { sign_in: 'app', ...twin.credential } };
  const props = { mailbox: MAILBOX, folder: 'inbox' };
  const runs: unknown[] = [];
  const failures: unknown[] = [];
  const instant = piece.getTrigger('new_mail_instant');
  if (!instant) throw new Error('no trigger');
  const { paramName = '' } = instant.handshakeConfiguration;
  const door = await startTwinServer({
    handle: async ({ query, headers, body, json }) => {
      const payload = {
        ...{ headers, queryParams: Object.fromEntries(query), body: json },
        rawBody: Buffer.from(body).toString('utf8'),
      };
      const called = pieceContext({ auth, store, props, payload, webhookUrl: door.url });
      if (query.has(paramName)) return instant.onHandshake(called);
      await instant.run(called).then(
        (items) => runs.push(...items),
        (error: unknown) => failures.push(error),
      );
      return { status: 200, body: {} };
    },
  });
  ends.push(door.close);
  const context = (more: Record<string, unknown> = {}) =>
    pieceContext({ auth, store, props: { ...props, ...more }, webhookUrl: door.url });
  return { twin, piece, instant, auth, store, context, runs, failures };
}

describe('Outlook', () => {
  test('a connection is tried by the way that was chosen', async () => {
    const { twin, piece } = await outlookInActivepieces();
    const form = formOf(piece);
    expect(await form?.validate({ auth: twin.credential })).toEqual({ valid: true });
    const wrong = { ...twin.credential, client_secret: 'wrong' };
    expect(await form?.validate({ auth: wrong })).toMatchObject({ valid: false });
  });

  test('a mail starts a run at once, by a notification that only causes a read', async () => {
    const { twin, instant, context, runs, failures, store } = await outlookInActivepieces();
    await instant.onEnable(context());
    expect(twin.subscriptions.list()).toHaveLength(1);
    const { id } = await twin.deliver(MAILBOX, MAIL);
    await twin.notifications.idle();
    expect(runs).toEqual([expect.objectContaining({ id, subject: MAIL.subject })]);
    expect(failures).toEqual([]);
    expect(store.readable).not.toContain(twin.credential.client_secret);
    await instant.onDisable(context());
    expect(twin.subscriptions.list()).toEqual([]);
  });

  test('a lost notification costs time and no mail: the next one brings both', async () => {
    const { twin, instant, context, runs } = await outlookInActivepieces();
    await instant.onEnable(context());
    twin.notifications.set({ dead: true });
    const lost = await twin.deliver(MAILBOX, MAIL);
    await twin.notifications.idle();
    expect(runs).toEqual([]);
    twin.notifications.set({ dead: false });
    const seen = await twin.deliver(MAILBOX, { ...MAIL, subject: 'Another' });
    await twin.notifications.idle();
    expect(runs.map((run) => (run as { id: string }).id).sort()).toEqual([lost.id, seen.id].sort());
  });

  test('a subscription that has gone is made anew by the clock', async () => {
    const { twin, instant, context } = await outlookInActivepieces();
    await instant.onEnable(context());
    const [before] = twin.subscriptions.list();
    twin.subscriptions.forget(before?.id ?? '');
    await instant.onRenew(context());
    expect(twin.subscriptions.list()).toHaveLength(1);
    expect(twin.subscriptions.list()[0]?.id).not.toBe(before?.id);
  });

  test('polling gives each mail once, through an end of delta tokens and of sessions', async () => {
    const { twin, piece, context } = await outlookInActivepieces();
    const polling = piece.getTrigger('new_mail');
    await polling?.onEnable(context());
    const poll = async () => ((await polling?.run(context())) as { id: string }[]).map(({ id }) => id);
    const first = await twin.deliver(MAILBOX, MAIL);
    expect(await poll()).toEqual([first.id]);
    twin.expireTokens();
    twin.expireDeltaTokens();
    const second = await twin.deliver(MAILBOX, { ...MAIL, subject: 'Another' });
    expect(await poll()).toEqual([second.id]);
    expect(await poll()).toEqual([]);
  });

  test('a whole mail becomes a file of Activepieces, and a failure has its class', async () => {
    const { twin, piece, context } = await outlookInActivepieces();
    const { id } = await twin.deliver(MAILBOX, MAIL);
    const asked = context({ message_id: id });
    await piece.getAction('get_mime')?.run(asked);
    const [file] = (asked as { written: { data: Buffer }[] }).written;
    expect(file?.data.toString('utf8')).toContain(`Subject: ${MAIL.subject}`);
    const gone = piece.getAction('get_message')?.run(context({ message_id: 'none' }));
    await expect(gone).rejects.toThrow(/"error":"(NotFoundError|InputError)"/);
  });
});

describe.each([18, 19])('Odoo %i', (version) => {
  async function odooInActivepieces() {
    const twin = await startOdooTwin({ version });
    ends.push(twin.close);
    const piece = toPiece(odoo);
    const store = new MemoryStore();
    const auth = { type: 'CUSTOM_AUTH', props: twin.credential };
    const context = (props: Record<string, unknown>) => pieceContext({ auth, store, props });
    return { twin, piece, context };
  }

  test('a lead is made once for its key, and starts one run', async () => {
    const { twin, piece, context } = await odooInActivepieces();
    expect(await formOf(piece)?.validate({ auth: twin.credential })).toEqual({ valid: true });
    const created = piece.getTrigger('record_created');
    const watch = { model: 'crm.lead' };
    await created?.onEnable(context(watch));
    const lead = { key: 'mail-1', name: 'Price for 40 valves' };
    const upsert = () => piece.getAction('upsert_lead')?.run(context(lead)) as Promise<{ id: number }>;
    const first = await upsert();
    expect((await upsert()).id).toBe(first.id);
    const runs = (await created?.run(context(watch))) as { id: number }[];
    expect(runs.map(({ id }) => id)).toContain(first.id);
    expect(await created?.run(context(watch))).toEqual([]);
  });

  test('a wrong key is told as such', async () => {
    const { twin, piece } = await odooInActivepieces();
    const tried = await formOf(piece)?.validate({ auth: { ...twin.credential, api_key: 'wrong' } });
    expect(tried).toMatchObject({ valid: false });
    expect(JSON.stringify(tried)).not.toContain('wrong');
  });
});
