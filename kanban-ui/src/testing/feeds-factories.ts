import { Connection, ConnectorInfo } from '@pebble/contract/connections';
import { FeedBackfill } from '@pebble/contract/feed-backfills';
import { MailFeed } from '@pebble/contract/mail-feeds';
import { Receipt, ReceiptDetail } from '@pebble/contract/receipts';
import type { z } from 'zod';
import { id } from './factories.ts';

const NOON = '2026-03-10T12:00:00.000Z';
type OneReceipt = z.infer<typeof Receipt>;
type FullReceipt = z.infer<typeof ReceiptDetail>;

export function connector(change: Partial<ConnectorInfo> = {}): ConnectorInfo {
  const field = { help: '', required: true, default: null, choices: [] };
  return ConnectorInfo.parse({
    name: 'outlook',
    label: 'Outlook',
    description: 'Mail in Microsoft 365.',
    version: '1.0.0',
    has_mail: true,
    auths: [
      {
        name: 'app',
        label: 'Application',
        kind: 'oauth2_client_credentials',
        fields: [
          { ...field, name: 'directory', kind: 'text', label: 'Tenant', help: 'Id of the directory' },
          { ...field, name: 'client_id', kind: 'text', label: 'Client id' },
          { ...field, name: 'client_secret', kind: 'secret', label: 'Client secret' },
          {
            ...{ ...field, name: 'cloud', kind: 'choice', label: 'Cloud', default: 'global' },
            choices: [
              { value: 'global', label: 'Global' },
              { value: 'china', label: 'China' },
            ],
          },
        ],
      },
    ],
    ...change,
  });
}

export function odoo(): ConnectorInfo {
  const field = { help: '', required: true, default: null, choices: [] };
  return connector({
    ...{ name: 'odoo', label: 'Odoo', description: 'Leads and orders.', has_mail: false },
    auths: [
      {
        ...{ name: 'key', label: 'API key', kind: 'api_key' },
        fields: [
          { ...field, name: 'base_url', kind: 'text', label: 'Address' },
          { ...field, name: 'api_key', kind: 'secret', label: 'API key' },
        ],
      },
    ],
  });
}

export function connection(change: Partial<Connection> = {}): Connection {
  return Connection.parse({
    id: id(601),
    name: 'outlook',
    connector: 'outlook',
    auth: 'app',
    values: { directory: 'meridian', client_id: 'one', cloud: 'global' },
    secrets_set: ['client_secret'],
    signed_in_until: NOON,
    feeds: ['Sales'],
    created_at: NOON,
    ...change,
  });
}

export function mailFeed(change: Partial<MailFeed> = {}): MailFeed {
  return MailFeed.parse({
    id: id(611),
    name: 'Sales',
    connection_id: id(601),
    connection: 'outlook',
    mailbox: 'sales@gulf.meridian.example',
    remote_mailbox: 'sales@meridian.example',
    folder: 'inbox',
    mode: 'live',
    enabled: true,
    push: true,
    start_from: 'now',
    state: 'reading',
    last_error: null,
    last_poll_at: NOON,
    push_state: { state: 'active', detail: null, expires_at: '2026-03-12T12:00:00.000Z', last_call_at: NOON },
    counts: { received: 1200, accepted: 1190, refused: 10, last_at: NOON },
    backlog: { waiting: 3, put_aside: 1, oldest_at: NOON },
    proved_until: NOON,
    created_at: NOON,
    ...change,
  });
}

export function feedBackfill(change: Partial<FeedBackfill> = {}): FeedBackfill {
  return FeedBackfill.parse({
    id: id(621),
    feed_id: id(611),
    from: '2026-02-01T00:00:00.000Z',
    to: '2026-03-01T00:00:00.000Z',
    preview: true,
    state: 'done',
    last_error: null,
    ...{ found: 420, known: 100, here_already: 20, new: 300 },
    sample: { rehearsed: 50, outcomes: { created: 40, appended: 10 } },
    progress: null,
    created_at: NOON,
    ended_at: NOON,
    ...change,
  });
}

const NO_COUNTS = {
  ...{ seen: 0, card: 0, appended: 0, duplicate: 0, ignored: 0, dead: 0, pending: 0, gone: 0, missing: 0 },
  ...{ doubled: 0, late: 0 },
};

/** Of the hour that began so many hours before noon. */
export function receipt(hoursAgo = 1, change: Partial<OneReceipt> = {}, noon = NOON): OneReceipt {
  const from = new Date(Date.parse(noon) - hoursAgo * 3_600_000).toISOString();
  return Receipt.parse({
    id: id(700 + hoursAgo),
    feed_id: id(611),
    feed: 'Sales',
    mailbox: 'sales@gulf.meridian.example',
    folder: 'inbox',
    from,
    to: new Date(Date.parse(from) + 3_600_000).toISOString(),
    revision: 1,
    counts: { ...NO_COUNTS, seen: 12, card: 8, appended: 3, duplicate: 1 },
    status: 'complete',
    signed_at: noon,
    key_id: 'r1',
    signature: 'c2lnbmF0dXJl',
    ...change,
  });
}

/** One with a gap: a mail is missing. */
export function gap(hoursAgo = 2, noon = NOON): OneReceipt {
  return receipt(hoursAgo, { status: 'gap', counts: { ...NO_COUNTS, seen: 9, card: 8, missing: 1 } }, noon);
}

export function fullReceipt(one: OneReceipt = gap(), change: Partial<FullReceipt> = {}): FullReceipt {
  const mail = { id: 'AAMk1', received_at: one.from, internet_message_id: '<lost@buyer.example>' };
  return ReceiptDetail.parse({
    ...one,
    missing: one.counts.missing > 0 ? [{ ...mail, reason: 'It was not known.' }] : [],
    late: [],
    doubled: [],
    body: '{"feed":"Sales"}',
    ...change,
  });
}
