import { describe, expect, test } from 'vitest';
import { always, loopJson, pieceJson, routerJson, type BranchJson } from './testing/flow-json.ts';
import { runToy } from './testing/run-toy.ts';

const echo = (name: string, words = name) => pieceJson(name, 'echo', { words });
const branch = (holds: boolean, name: string): BranchJson => ({
  conditions: always(holds),
  steps: [echo(name)],
});
const fallback = (name: string): BranchJson => ({ steps: [echo(name)] });

async function routed(branches: Record<string, BranchJson>, executionType?: string) {
  const { result, statuses } = await runToy([routerJson('route', branches, executionType), echo('after')]);
  const { branches: shown } = result.outputs['route'] as { branches: { evaluation: boolean }[] };
  const ran = Object.keys(statuses).filter((name) => statuses[name] === 'succeeded');
  return { ran: ran.slice(2), evaluations: shown.map((one) => one.evaluation), shown };
}

describe('EXECUTE_FIRST_MATCH', () => {
  test('runs the first branch that holds; later ones hold as well, and say so', async () => {
    const { ran, evaluations } = await routed({
      a: branch(false, 'one'),
      b: branch(true, 'two'),
      c: branch(true, 'three'),
    });
    expect(ran).toEqual(['two', 'after']);
    expect(evaluations).toEqual([false, true, true]);
  });

  test('the fallback holds when no other branch does, wherever it stands', async () => {
    expect(await routed({ a: fallback('one'), b: branch(false, 'two') })).toMatchObject({
      ran: ['one', 'after'],
    });
    expect(await routed({ a: fallback('one'), b: branch(true, 'two') })).toMatchObject({
      ran: ['two', 'after'],
      evaluations: [false, true],
    });
  });

  test('two fallbacks rule each other out', async () => {
    expect(await routed({ a: fallback('one'), b: fallback('two') })).toMatchObject({
      ran: ['after'],
      evaluations: [false, false],
    });
  });

  test('without a match the flow goes on after it', async () => {
    expect((await routed({ a: branch(false, 'one') })).ran).toEqual(['after']);
  });
});

describe('EXECUTE_ALL_MATCH', () => {
  test('runs every branch that holds, in order', async () => {
    const branches = {
      a: branch(true, 'one'),
      b: branch(false, 'two'),
      c: branch(true, 'three'),
      d: fallback('four'),
    };
    expect((await routed(branches, 'EXECUTE_ALL_MATCH')).ran).toEqual(['one', 'three', 'after']);
  });

  test('a later branch sees what an earlier one left', async () => {
    const { result } = await runToy([
      routerJson(
        'route',
        { a: branch(true, 'one'), b: { conditions: always(true), steps: [echo('two', '{{one.words}}!')] } },
        'EXECUTE_ALL_MATCH',
      ),
    ]);
    expect(result.outputs['two']).toEqual({ words: 'one!' });
  });
});

test('the output names branches and counts them from one', async () => {
  const { shown } = await routed({ vip: branch(true, 'one'), Otherwise: fallback('two') });
  expect(shown).toEqual([
    { branchName: 'vip', branchIndex: 1, evaluation: true },
    { branchName: 'Otherwise', branchIndex: 2, evaluation: false },
  ]);
});

describe('groups of conditions', () => {
  const holds = always(true)[0] ?? [];
  const fails = always(false)[0] ?? [];
  test.each([
    ['all of one group', [[...holds, ...holds]], true],
    ['not all of one group', [[...holds, ...fails]], false],
    ['one group of two', [fails, holds], true],
    ['no group', [], false],
    ['an empty group', [[]], true],
  ])('%s', async (_, conditions, expected) => {
    const { ran } = await routed({ a: { conditions, steps: [echo('one')] } });
    expect(ran.includes('one')).toBe(expected);
  });
});

test('a branch that fails ends the run; the router itself did its part', async () => {
  const { statuses } = await runToy([
    routerJson('route', { a: { conditions: always(true), steps: [pieceJson('one', 'crash', {})] } }),
    echo('after'),
  ]);
  expect(statuses).toMatchObject({ route: 'succeeded', one: 'failed', after: 'skipped' });
});

test('routers nest, in loops as well', async () => {
  const inner = routerJson('inner', {
    even: {
      conditions: [[{ operator: 'LIST_CONTAINS', firstValue: '[2,4]', secondValue: '{{loop.item}}' }]],
      steps: [echo('even')],
    },
    odd: { steps: [echo('odd')] },
  });
  const { result } = await runToy(
    [
      loopJson('loop', '{{trigger.items}}', [
        routerJson('outer', { a: { conditions: always(true), steps: [inner] } }),
      ]),
    ],
    { payload: { items: [1, 2, 3] } },
  );
  const { iterations } = result.outputs['loop'] as { iterations: Record<string, unknown>[] };
  expect(iterations.map((iteration) => Object.keys(iteration).at(-1))).toEqual(['odd', 'even', 'odd']);
});
