import { describe, expect, it } from 'vitest';
import { event, id, me } from '../../testing/factories.ts';
import { changesOf } from './event-batch.ts';

const ME = me().user_id;
const mine = { actor: `user:${ME}` };
const theirs = { actor: `user:${id(1002)}` };

describe('a burst of events', () => {
  it('becomes one change for each card', () => {
    const changes = changesOf(
      [event('card.created'), event('card.mail_appended'), event('card.created', { card_id: id(2) })],
      ME,
    );
    expect(changes.map(({ cardId, kind }) => [cardId, kind])).toEqual([
      [id(1), 'created'],
      [id(2), 'created'],
    ]);
  });

  it('tells of the most telling thing that happened to a card', () => {
    const kindOf = (...events: Parameters<typeof event>[0][]) =>
      changesOf(
        events.map((type) => event(type)),
        ME,
      )[0]?.kind;
    expect(kindOf('card.mail_appended', 'card.moved')).toBe('moved');
    expect(kindOf('card.reopened', 'card.mail_appended')).toBe('reopened');
  });

  it('tells of what only an open card shows when nothing else happened', () => {
    const linked = event('card.linked');
    expect(changesOf([linked], ME)[0]?.kind).toBe('detail');
    expect(changesOf([linked, event('card.mail_appended')], ME)[0]?.kind).toBe('mail');
    expect(changesOf([event('card.mail_appended'), linked], ME)[0]?.kind).toBe('mail');
  });

  it('remembers where a card was moved to last', () => {
    const moves = ['new', 'qualified'].map((to) => event('card.moved', { data: { from: 'triage', to } }));
    expect(changesOf([...moves, event('card.mail_appended')], ME)[0]?.to).toBe('qualified');
  });

  it("is the user's own only when nobody else took part", () => {
    expect(changesOf([event('card.moved', mine)], ME)[0]?.own).toBe(true);
    expect(changesOf([event('card.moved', theirs), event('card.moved', mine)], ME)[0]?.own).toBe(false);
    expect(changesOf([event('card.moved', mine), event('card.mail_appended')], ME)[0]?.own).toBe(false);
  });

  it('leaves out events that change no card', () => {
    expect(changesOf([event('session.opened', { card_id: null }), event('flow.note')], ME)).toEqual([]);
  });
});
