import type { BacktestOutcome } from '@pebble/contract/backtests';
import { describe, expect, it } from 'vitest';
import { differences, judge } from './backtest-outcome.ts';

const card = (change: Partial<BacktestOutcome> = {}): BacktestOutcome => ({
  ...{ outcome: 'created', board: 'crm', column: 'new', triage: false, intent: 'new_enquiry' },
  ...{ probability: 0.9, decided_by: 'rules', reason: null, failed_steps: [] },
  ...change,
});
const none = (outcome: BacktestOutcome['outcome'], failed_steps: string[] = []): BacktestOutcome => ({
  ...card({ outcome, failed_steps }),
  ...{ board: null, column: null, triage: null, intent: null, probability: null, decided_by: null },
});

describe('two outcomes', () => {
  it.each([
    ['the same card', card(), card(), []],
    ['a surer judgement of the same', card(), card({ probability: 0.6, decided_by: 'llm' }), []],
    ['another board', card(), card({ board: 'erp' }), ['board']],
    ['triage', card(), card({ column: 'triage', triage: true }), ['column', 'triage']],
    ['another intent', card(), card({ intent: 'order' }), ['intent']],
    ['no card', card(), none('dead'), ['placed']],
    ['a card after all', none('ignored'), card(), ['placed']],
    ['another end without a card', none('duplicate'), none('ignored'), ['outcome']],
    ['another thread', card(), none('appended'), ['outcome']],
    ['a card that people have closed meanwhile', none('appended'), none('reopened'), []],
    ['another step that fails', card(), card({ failed_steps: ['classify'] }), ['steps']],
    ['the same steps in another order', none('dead', ['a', 'b']), none('dead', ['b', 'a']), []],
    ['another reason for the same', none('dead'), { ...none('dead'), reason: 'other words' }, []],
  ])('differ by %s in what it says', (_, a, b, expected) => {
    expect(differences(a, b)).toEqual(expected);
  });

  it('differ the same both ways', () => {
    expect(differences(none('dead'), card())).toEqual(differences(card(), none('dead')));
  });
});

describe('a verdict', () => {
  const triage = card({ column: 'triage', triage: true });

  it('is the same when nothing differs', () => {
    expect(judge(card(), card(), card())).toEqual({ verdict: 'same', differences: [] });
  });

  it('blames the flow for what differs from the active version today', () => {
    expect(judge(card(), card(), triage)).toEqual({ verdict: 'changed', differences: ['column', 'triage'] });
    // Even when it comes out as it once did: the active version would not say so any more.
    expect(judge(triage, card(), triage)).toMatchObject({ verdict: 'changed' });
  });

  it('does not blame the flow for what the active version would say as well', () => {
    expect(judge(card(), triage, triage)).toEqual({ verdict: 'drifted', differences: ['column', 'triage'] });
  });

  it('is open when a step would change another system', () => {
    expect(judge(card(), none('unknown'), card())).toEqual({ verdict: 'unsure', differences: [] });
    expect(judge(card(), card(), none('unknown'))).toEqual({ verdict: 'unsure', differences: [] });
  });
});
