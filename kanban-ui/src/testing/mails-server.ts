import type { Reply } from '@pebble/contract/endpoint';
import { InboundState } from '@pebble/contract/ingestion';
import { countMails, getMail, ReceivedMail } from '@pebble/contract/mails';
import { NoiseKind } from '@pebble/contract/noise';
import { SenderDecision } from '@pebble/contract/sender-checks';
import { board, cardDetail, id } from './factories.ts';
import { fakeServer, type Handler } from './fake-server.ts';

const NOON = '2026-03-10T12:00:00.000Z';

export function receivedMail(change: Partial<ReceivedMail> = {}): ReceivedMail {
  return ReceivedMail.parse({
    tracking_id: id(601),
    entity_id: id(901),
    mailbox: 'sales@meridian.example',
    source_system: 'smtp',
    from_name: 'Ada Buyer',
    from_address: 'ada@buyer.example',
    subject: 'Price for 40 valves',
    sent_at: NOON,
    received_at: NOON,
    state: 'done',
    noise_kind: null,
    reason: null,
    card_id: id(1),
    about_card_id: null,
    opened: false,
    attempts: 1,
    ...change,
  });
}

/** A newsletter that was ignored. */
export function ignoredMail(change: Partial<ReceivedMail> = {}): ReceivedMail {
  return receivedMail({
    tracking_id: id(602),
    from_name: '',
    from_address: 'news@bulk.example',
    subject: 'Five trends',
    state: 'ignored',
    noise_kind: 'bulk',
    reason: 'Sent to many: Precedence bulk or junk.',
    card_id: null,
    ...change,
  });
}

type MailDetail = Reply<typeof getMail>;

export function mailDetail(change: Partial<MailDetail> = {}): MailDetail {
  return getMail.reply.parse({
    ...receivedMail(),
    ...{ readable: true, to: ['sales@meridian.example'], cc: [], text: 'Please quote 40 valves.' },
    ...{ attachments: [], size: 2048, copy_of: null, dead_letter_id: null },
    ...change,
  });
}

/** Numbers of mails; what is left out is 0. */
export function mailCounts(states: object, noise: object = {}, refused: number | null = 0) {
  const zero = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 0]));
  return countMails.reply.parse({
    ...{ from: NOON, to: NOON, refused },
    states: { ...zero(InboundState.options), ...states },
    noise: { ...zero(NoiseKind.options), ...noise },
  });
}

export function decision(change: Partial<SenderDecision> = {}): SenderDecision {
  return SenderDecision.parse({
    address: 'ada@buyer.example',
    outcome: 'ordinary',
    explanation: 'Taken like any other mail.',
    matches: [],
    ...change,
  });
}

/** A server with one card and one ignored newsletter among the received mail. */
export function mailsServer(more: Record<string, Handler> = {}) {
  const page = { items: [receivedMail(), ignoredMail()], next_cursor: null, searched_back_to: null };
  return fakeServer({
    listBoards: () => ({ items: [board()], next_cursor: null }),
    countSyncErrors: () => ({
      ...{ open: 0, redriven: 0, resolved: 0, discarded: 0, causes: 0 },
      oldest_open_at: null,
    }),
    listMails: () => page,
    countMails: () => mailCounts({ done: 1200, ignored: 30, dead: 2 }, { bulk: 20, bounce: 10 }, 5),
    getMail: () => mailDetail(),
    getCard: () => cardDetail(),
    decideSender: ({ query }) => decision({ address: String(query['address']) }),
    ...more,
  });
}
