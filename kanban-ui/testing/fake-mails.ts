import { ReceivedMail } from '@pebble/contract/mails';
import type { NoiseKind } from '@pebble/contract/noise';
import { randomUUID } from 'node:crypto';
import { ENTITIES } from './fake-people.ts';
import type { FakeWorld } from './fake-world.ts';

const MINUTE = 60_000;

type Noise = readonly [kind: NoiseKind, mails: number, reason: string, subject: string, from: string];

/** Mail that no person wrote, as much as makes the screens worth looking at. */
const NOISE: readonly Noise[] = [
  [
    'out_of_office',
    9,
    'An automatic reply, by its subject.',
    'Automatic reply: your offer',
    'lea@plant1.example',
  ],
  [
    'bounce',
    4,
    'A mail could not be delivered. Status 5.1.1.',
    'Undelivered mail',
    'mailer-daemon@mx.plant2.example',
  ],
  ['bulk', 14, 'Sent to many: Precedence bulk or junk.', 'Five trends to watch', 'news@weekly.example'],
  ['read_receipt', 2, 'Somebody has opened or deleted a mail.', 'Read: Offer Q-318', 'tomas@plant0.example'],
];

/** The received mail of a world: what is on a card, what is dead, and some noise. */
export class FakeMails {
  readonly #world: FakeWorld;
  readonly #noise: ReceivedMail[];

  constructor(world: FakeWorld) {
    this.#world = world;
    const kinds = NOISE.flatMap((one) => Array.from({ length: one[1] }, () => one));
    this.#noise = kinds.map(([noise_kind, , reason, subject, from_address], index) => {
      const received_at = new Date(Date.now() - (index * 41 + 7) * MINUTE).toISOString();
      const facts = { noise_kind, reason, subject, from_address, received_at, state: 'ignored' as const };
      return received({ ...facts, entity_id: ENTITIES[index % ENTITIES.length]?.id ?? '' });
    });
  }

  /** Newest first. */
  all(): ReceivedMail[] {
    const opened = new Set(this.#noise.map(({ card_id: id }) => id));
    const cards = [...this.#world.cards.values()].filter(({ id }) => !opened.has(id));
    const done = cards.flatMap((card) =>
      card.mails.map(({ tracking_id, subject, from_name, from_address, received_at }) =>
        received({
          ...{ tracking_id, subject, from_name, from_address, received_at },
          ...{ entity_id: card.entity_id, card_id: card.id, state: 'done' },
        }),
      ),
    );
    const { letters } = this.#world;
    const dead = letters.list({ status: 'open' }).map((letter) =>
      received({
        ...{ tracking_id: letter.tracking_id, entity_id: letter.entity_id, received_at: letter.received_at },
        ...{ from_address: letter.from_address, reason: letter.message, state: 'dead' },
        subject: letters.find(letter.id).detail.envelope?.subject ?? '',
      }),
    );
    return [...done, ...dead, ...this.#noise].toSorted((a, b) => b.received_at.localeCompare(a.received_at));
  }

  /** Makes a card of a piece of noise; false when there is no such piece. */
  open(trackingId: string | undefined): boolean {
    const at = this.#noise.findIndex(
      ({ tracking_id: id, state }) => id === trackingId && state === 'ignored',
    );
    const mail = this.#noise[at];
    if (!mail) return false;
    const { subject, from_address: from, received_at: time } = mail;
    const card_id = this.#world.addMail({ subject, from, body: 'Made by a machine.', at: time });
    const opened = { state: 'done' as const, noise_kind: null, reason: null, opened: true };
    this.#noise[at] = { ...mail, ...opened, card_id };
    return true;
  }
}

function received(facts: Partial<ReceivedMail>): ReceivedMail {
  return ReceivedMail.parse({
    ...{ tracking_id: randomUUID(), mailbox: 'sales@gulf.meridian.example', source_system: 'imap' },
    ...{ from_name: '', subject: '', sent_at: null, noise_kind: null, reason: null },
    ...{ card_id: null, about_card_id: null, opened: false, attempts: 1 },
    ...facts,
  });
}
