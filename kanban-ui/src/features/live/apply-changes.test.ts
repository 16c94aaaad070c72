import type { QueryClient } from '@tanstack/react-query';
import { beforeEach, describe, expect, it } from 'vitest';
import { board, card, cardDetail, id } from '../../testing/factories.ts';
import { fakeServer } from '../../testing/fake-server.ts';
import { testClient } from '../../testing/render-with.tsx';
import { keys, type CardFilter } from '../shared/card-keys.ts';
import { cardsOf, type CardPages } from '../shared/card-pages.ts';
import { applyChanges } from './apply-changes.ts';
import type { CardChange } from './event-batch.ts';

const inColumn = (column: string): CardFilter => ({ board: 'crm', column, entityId: null, text: '' });
const change = (n: number, rest: Partial<CardChange> = {}): CardChange => ({
  ...{ cardId: id(n), kind: 'created', own: false, to: null },
  ...rest,
});
let client: QueryClient;
const shown = (column: string) => {
  const pages = client.getQueryData<CardPages>(keys.cardList(inColumn(column)));
  return pages && cardsOf(pages).map((one) => one.id);
};
const invalidated = (key: readonly unknown[]) => client.getQueryState(key)?.isInvalidated;

beforeEach(() => {
  client = testClient();
  client.setQueryData(keys.boards, [board()]);
  for (const column of ['new', 'qualified']) {
    client.setQueryData<CardPages>(keys.cardList(inColumn(column)), {
      pages: [{ items: column === 'new' ? [card()] : [], next_cursor: null }],
      pageParams: [undefined],
    });
  }
});

describe('changes that arrive live', () => {
  it('read just the cards that have changed', async () => {
    const { send, calls } = fakeServer({
      getCard: ({ params }) =>
        cardDetail({ id: params['card_id'] ?? '', last_mail_at: '2026-03-10T13:00:00.000Z' }),
    });
    await applyChanges(client, send, [change(2), change(3)]);
    expect(shown('new')?.toSorted()).toEqual([id(1), id(2), id(3)]);
    expect(calls.map((one) => one.endpoint)).toEqual(['getCard', 'getCard']);
    expect(invalidated(keys.boards)).toBe(true);
  });

  it('move a card that somebody else has moved', async () => {
    const { send } = fakeServer({ getCard: () => cardDetail({ column: 'qualified', version: 2 }) });
    await applyChanges(client, send, [change(1, { kind: 'moved', to: 'qualified' })]);
    expect([shown('new'), shown('qualified')]).toEqual([[], [id(1)]]);
  });

  it('read the lists anew when they are many', async () => {
    const { send, calls } = fakeServer({});
    await applyChanges(
      client,
      send,
      Array.from({ length: 20 }, (_, n) => change(n)),
    );
    expect(calls).toEqual([]);
    expect(invalidated(keys.cardList(inColumn('new')))).toBe(true);
  });

  it('ask nothing about a move that the user made here', async () => {
    const { send, calls } = fakeServer({});
    await applyChanges(client, send, [change(1, { kind: 'moved', own: true, to: 'new' })]);
    expect(calls).toEqual([]);
  });

  it('ask about a move that the user made in another tab', async () => {
    const { send } = fakeServer({ getCard: () => cardDetail({ column: 'qualified', version: 2 }) });
    await applyChanges(client, send, [change(1, { kind: 'moved', own: true, to: 'qualified' })]);
    expect(shown('qualified')).toEqual([id(1)]);
  });

  it('take away a card that is not ours any more', async () => {
    const { send } = fakeServer({ getCard: () => ({ refuse: 'not_found' }) });
    await applyChanges(client, send, [change(1)]);
    expect(shown('new')).toEqual([]);
  });

  it('take away a card that was merged into another', async () => {
    const { send } = fakeServer({ getCard: () => cardDetail({ merged_into: id(9), version: 2 }) });
    await applyChanges(client, send, [change(1, { kind: 'mail' })]);
    expect(shown('new')).toEqual([]);
  });

  it('bring new mails into the open drawer', async () => {
    client.setQueryData(keys.cardDetail(id(1)), cardDetail());
    const { send } = fakeServer({ getCard: () => cardDetail({ mail_count: 2, version: 2 }) });
    await applyChanges(client, send, [change(1, { kind: 'mail' })]);
    expect(client.getQueryData(keys.cardDetail(id(1)))).toMatchObject({ mail_count: 2 });
  });
});
