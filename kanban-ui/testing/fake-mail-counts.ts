import { InboundState } from '@pebble/contract/ingestion';
import { NoiseKind } from '@pebble/contract/noise';
import type { FakeHandler } from './fake-routes.ts';
import type { FakeWorld } from './fake-world.ts';

/** Mail that no person wrote, as much as makes a dashboard worth looking at. */
const NOISE: Partial<Record<NoiseKind, number>> = { out_of_office: 9, bounce: 4, bulk: 14, read_receipt: 2 };

/** The mail of the world by what became of it: what is on a card, and what is dead. */
export function fakeMailCounts(world: FakeWorld): Record<string, FakeHandler> {
  return {
    countMails({ query }) {
      const from = String(query['from'] ?? new Date(0).toISOString());
      const mails = [...world.cards.values()].flatMap((card) => card.mails);
      const noise = Object.fromEntries(NoiseKind.options.map((kind) => [kind, NOISE[kind] ?? 0]));
      const states = {
        ...Object.fromEntries(InboundState.options.map((state) => [state, 0])),
        done: mails.filter(({ received_at: at }) => at >= from).length,
        dead: world.letters.count().open,
        ignored: Object.values(noise).reduce((sum, number) => sum + number, 0),
      };
      return { from, to: new Date().toISOString(), states, noise, refused: 3 };
    },
  };
}
