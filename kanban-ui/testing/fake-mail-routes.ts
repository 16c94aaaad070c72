import { InboundState } from '@pebble/contract/ingestion';
import type { ReceivedMail } from '@pebble/contract/mails';
import { NoiseKind } from '@pebble/contract/noise';
import { FakeMails } from './fake-mails.ts';
import { FakeProblem } from './fake-problem.ts';
import { pageOf, type FakeCall, type FakeHandler } from './fake-routes.ts';
import type { FakeWorld } from './fake-world.ts';

/** Received mail, by endpoint id. */
export function fakeMailRoutes(world: FakeWorld): Record<string, FakeHandler> {
  const mails = new FakeMails(world);
  const find = ({ params }: FakeCall): ReceivedMail => {
    const mail = mails.all().find(({ tracking_id: id }) => id === params['tracking_id']);
    if (!mail) throw new FakeProblem('not_found');
    return mail;
  };
  return {
    listMails: ({ query }) => ({
      ...pageOf(
        mails.all().filter((mail) => fits(mail, query)),
        query,
      ),
      searched_back_to: null,
    }),
    countMails({ query }) {
      const { from = new Date(0).toISOString(), to = new Date().toISOString(), entity_id } = query;
      const counted = mails.all().filter((mail) => fits(mail, { from, to, entity_id }));
      return { from, to, ...countsOf(counted), refused: 3 };
    },
    getMail(call) {
      const mail = find(call);
      const letter = world.letters.list({}).find(({ tracking_id: id }) => id === mail.tracking_id);
      const parts = { readable: mail.state !== 'dead', to: ['sales@gulf.meridian.example'], cc: [] };
      const rest = { attachments: [], size: 2048, copy_of: null, dead_letter_id: letter?.id ?? null };
      return { ...mail, ...parts, text: textOf(world, mail), ...rest };
    },
    openMail(call) {
      const { tracking_id } = call.params;
      if (!mails.open(tracking_id)) throw new FakeProblem('not_ignored');
      world.tell('mail.opened');
      return { tracking_id, state: 'done' };
    },
    readRawMail: (call) => ({
      format: 'rfc822',
      content_base64: btoa(`From: ${find(call).from_address}\r\n`),
    }),
  };
}

function fits(mail: ReceivedMail, query: FakeCall['query']): boolean {
  const { state, noise_kind: kind, sender, entity_id: entity, from, to, q } = query;
  const words = String(q ?? '')
    .toLowerCase()
    .split(/\s+/);
  const text = `${mail.subject} ${mail.from_name} ${mail.from_address}`.toLowerCase();
  return (
    (state === undefined || mail.state === state) &&
    (kind === undefined || mail.noise_kind === kind) &&
    (entity === undefined || mail.entity_id === entity) &&
    (from === undefined || mail.received_at >= String(from)) &&
    (to === undefined || mail.received_at < String(to)) &&
    (sender === undefined || mail.from_address.endsWith(String(sender))) &&
    words.every((word) => text.includes(word))
  );
}

function countsOf(mails: readonly ReceivedMail[]) {
  const number = <K extends string>(options: readonly K[], keyOf: (mail: ReceivedMail) => K | null) =>
    Object.fromEntries(options.map((key) => [key, mails.filter((mail) => keyOf(mail) === key).length]));
  return {
    states: number(InboundState.options, ({ state }) => state),
    noise: number(NoiseKind.options, ({ noise_kind: kind }) => kind),
  };
}

function textOf(world: FakeWorld, { card_id: card, tracking_id: id, state }: ReceivedMail): string {
  if (state === 'dead') return '';
  const mail = world.cards.get(card ?? '')?.mails.find(({ tracking_id: one }) => one === id);
  return mail?.text ?? 'This mail was made by a machine.';
}
