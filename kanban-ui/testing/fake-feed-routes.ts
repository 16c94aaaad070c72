import { randomUUID } from 'node:crypto';
import {
  connection,
  connector,
  feedBackfill,
  fullReceipt,
  gap,
  mailFeed,
  odoo,
  receipt,
} from '../src/testing/feeds-factories.ts';
import { id } from '../src/testing/factories.ts';
import { FakeProblem } from './fake-problem.ts';
import type { FakeHandler } from './fake-routes.ts';

/** Connections, their mailboxes and receipts of the fake server. */
export function fakeFeedRoutes(): Record<string, FakeHandler> {
  const connections = [
    connection(),
    connection({
      ...{
        id: id(602),
        name: 'odoo',
        connector: 'odoo',
        auth: 'key',
        values: { base_url: 'https://odoo.example' },
      },
      ...{ secrets_set: ['api_key'], feeds: [], signed_in_until: null },
    }),
  ];
  const feeds = [
    mailFeed(),
    mailFeed({
      ...{ id: id(612), name: 'Tenders', mailbox: 'tender@gulf.meridian.example', state: 'failing' },
      last_error: 'The directory refuses the client secret: it has expired.',
      push_state: { state: 'failing', detail: null, expires_at: null, last_call_at: null },
    }),
  ];
  const backfills = [feedBackfill()];
  const noon = new Date().toISOString();
  const receipts = [
    gap(2, noon),
    receipt(1, { status: 'pending' }, noon),
    ...Array.from({ length: 30 }, (_, at) => receipt(at + 3, {}, noon)),
  ];
  return {
    listConnectors: () => ({ items: [connector(), odoo()], next_cursor: null }),
    listConnections: () => ({ items: connections, next_cursor: null }),
    createConnection({ body }) {
      const made = connection({ id: randomUUID(), feeds: [], ...(body as object) });
      connections.push(made);
      return made;
    },
    testConnection: () => ({ ok: true, detail: 'Signed in as the application.', duration_ms: 210 }),
    listMailboxes: () => ({
      items: [{ address: 'sales@gulf.meridian.example', entity_id: id(901), entity_name: 'Meridian Gulf' }],
      next_cursor: null,
    }),
    listMailFeeds: () => ({ items: feeds, next_cursor: null }),
    updateMailFeed({ params, body }) {
      const one = feeds.find((feed) => feed.id === params['feed_id']);
      if (!one) throw new FakeProblem('not_found');
      Object.assign(one, body, { state: body['enabled'] === false ? 'off' : 'reading' });
      return one;
    },
    testMailFeed: () => ({ ok: false, detail: 'The folder does not exist.', duration_ms: 90 }),
    listFeedBackfills: () => ({ items: backfills, next_cursor: null }),
    startFeedBackfill({ body }) {
      const begun = feedBackfill({ id: randomUUID(), state: 'listing', ...(body as object) });
      backfills.unshift({ ...begun, state: 'done' });
      return begun;
    },
    listReceipts: () => ({ items: receipts, next_cursor: null }),
    getReceipt({ params }) {
      const one = receipts.find((found) => found.id === params['receipt_id']);
      if (!one) throw new FakeProblem('not_found');
      return fullReceipt(one);
    },
    verifyReceipt: () => ({ valid: true, detail: 'Key r1 has signed this text.' }),
    checkMailFeed: () => fullReceipt(receipts[0]),
  };
}
