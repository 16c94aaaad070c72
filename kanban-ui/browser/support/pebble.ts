import { signIn } from '@pebble/contract/auth';
import { listBoards, type Board } from '@pebble/contract/boards';
import { getCard, listCards, moveCard, type Card } from '@pebble/contract/cards';
import { call, type Send } from '@pebble/contract/client';
import { ingestEmail } from '@pebble/contract/ingestion';
import { readFile } from 'node:fs/promises';
import { inject, vi } from 'vitest';
import { startFakeApi } from '../../testing/fake-api.ts';

interface Credentials {
  email: string;
  password: string;
  role: string;
}

/** A Pebble to test against, and what somebody else may do in it while the browser looks on. */
export interface Pebble {
  url: string;
  /** An admin, who sees every entity and may do everything on a board. */
  admin: Credentials;
  /** Sends as that admin, from somewhere else. */
  send: Send;
  boards(): Promise<Board[]>;
  /** Sends a mail with a subject that no other mail has, and waits for its card. */
  newCard(html?: string): Promise<Card>;
  card(cardId: string): Promise<Card>;
  move(cardId: string, to: string): Promise<Card>;
  stop(): Promise<void>;
}

/** True without a real Pebble: what its door and its worker decide, the fake server does not. */
export const FAKE = process.env['PEBBLE_URL'] === undefined;

/** The server at PEBBLE_URL with the sign-ins of PEBBLE_CREDENTIALS, or a fake one of our own. */
export async function startPebble(): Promise<Pebble> {
  const url = process.env['PEBBLE_URL'];
  if (url !== undefined) {
    const file = JSON.parse(await readFile(process.env['PEBBLE_CREDENTIALS'] ?? '', 'utf8')) as {
      users: Credentials[];
    };
    const admin = file.users.find((user) => user.role === 'admin');
    if (!admin) throw new Error('PEBBLE_CREDENTIALS has no admin');
    return actIn(url.replace(/\/$/, ''), admin, () => Promise.resolve());
  }
  const fake = await startFakeApi({ uiFolder: inject('uiFolder') });
  const admin = { email: 'admin@meridian.example', password: 'pebble', role: 'admin' };
  return actIn(fake.url, admin, fake.close);
}

async function actIn(url: string, admin: Credentials, stop: () => Promise<void>): Promise<Pebble> {
  const { email, password } = admin;
  const { access } = await call(sendTo(url), signIn, { body: { email, password } });
  const send = sendTo(url, access);
  const find = async (text: string) => (await call(send, listCards, { query: { text } })).items[0];
  return {
    url,
    admin,
    send,
    stop,
    boards: async () => (await call(send, listBoards, {})).items,
    card: (cardId) => call(send, getCard, { params: { card_id: cardId } }),
    move: (cardId, to) => call(send, moveCard, { params: { card_id: cardId }, body: { to } }),
    async newCard(html) {
      const word = `q${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`;
      const subject = `Enquiry ${word}: price for 40 gate valves`;
      const body = 'Please send us a quotation with your best price and delivery time for 40 gate valves.';
      const from = 'Ada Brandt <ada@brandt-anlagen.example>';
      const message_id = `<${word}@brandt-anlagen.example>`;
      await call(send, ingestEmail, { body: { subject, from, body, message_id, ...(html && { html }) } });
      return vi.waitUntil(() => find(word), { timeout: 90_000, interval: 100 });
    },
  };
}

function sendTo(url: string, token?: string): Send {
  return async ({ method, path, headers, body }) => {
    const reply = await fetch(url + path, {
      method,
      headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      body: body ?? null,
    });
    const text = await reply.text();
    const parsed: unknown = text === '' ? undefined : JSON.parse(text);
    return { status: reply.status, body: parsed, headers: Object.fromEntries(reply.headers) };
  };
}
