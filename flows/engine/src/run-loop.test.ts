import { describe, expect, test } from 'vitest';
import { CONTINUE, loopJson, pieceJson } from './testing/flow-json.ts';
import { runToy } from './testing/run-toy.ts';

const echo = (name: string, words: string) => pieceJson(name, 'echo', { words });
const ask = (name: string, path: string, options = {}) => pieceJson(name, 'ask', { path }, options);

test('each item runs the chain in order, with item and index from one', async () => {
  const { result } = await runToy(
    [
      loopJson('loop', '{{trigger.items}}', [
        echo('say', '{{loop.index}}:{{loop.item.name}}'),
        echo('again', '{{say.words}}!'),
      ]),
    ],
    { payload: { items: [{ name: 'a' }, { name: 'b' }] } },
  );
  const said = (words: string) => ({ type: 'PIECE', status: 'SUCCEEDED', output: { words } });
  expect(result.outputs['loop']).toEqual({
    item: { name: 'b' },
    index: 2,
    iterations: [
      { say: said('1:a'), again: said('1:a!') },
      { say: said('2:b'), again: said('2:b!') },
    ],
  });
});

test('afterwards its results are read through iterations, and its steps are gone', async () => {
  const { result } = await runToy(
    [
      loopJson('loop', '{{trigger.items}}', [echo('say', '{{loop.item}}')]),
      echo('after', '{{loop.iterations[1].say.output.words}} of {{loop.iterations.length}}'),
    ],
    { payload: { items: ['x', 'y'] } },
  );
  expect(result.outputs['after']).toEqual({ words: 'y of 2' });
  expect('say' in result.outputs).toBe(false);
});

test('no items, no iterations', async () => {
  const { result, statuses } = await runToy([loopJson('loop', '{{trigger.items}}', [echo('say', 'x')])], {
    payload: { items: [] },
  });
  expect(result.outputs['loop']).toEqual({ item: undefined, index: 0, iterations: [] });
  expect(statuses).toEqual({ trigger: 'succeeded', loop: 'succeeded', say: 'skipped' });
});

test('an empty loop only counts', async () => {
  const { result } = await runToy([loopJson('loop', '{{trigger.items}}', [])], {
    payload: { items: [1, 2] },
  });
  expect(result.outputs['loop']).toMatchObject({ index: 2, iterations: [{}, {}] });
});

test.each([[undefined], ['[1,2]'], [{ 0: 'a' }], [7]])(
  'items that are %j are no list, and end the run',
  async (items) => {
    const { result } = await runToy([loopJson('loop', '{{trigger.items}}', [echo('say', 'x')])], {
      payload: { items },
    });
    expect(result.error).toMatchObject({ step: 'loop', error_class: 'InputError', retryable: false });
  },
);

describe('failures inside', () => {
  const replies = { '/a': [{ status: 200, body: {} }], '/c': [{ status: 200, body: {} }] };
  const payload = { items: ['/a', '/b', '/c'] };

  test('end the run at once', async () => {
    const { asked, result } = await runToy(
      [loopJson('loop', '{{trigger.items}}', [ask('get', '{{loop.item}}')])],
      {
        payload,
        replies,
      },
    );
    expect(asked).toEqual(['/a', '/b']);
    expect(result.error).toMatchObject({ step: 'get', error_class: 'NotFoundError' });
  });

  test('that are forgiven leave no output of the iteration before', async () => {
    const { result } = await runToy(
      [
        loopJson('loop', '{{trigger.items}}', [
          ask('get', '{{loop.item}}', CONTINUE),
          pieceJson('saw', 'echo', { words: '{{get}}' }),
        ]),
      ],
      { payload, replies },
    );
    const { iterations } = result.outputs['loop'] as {
      iterations: Record<string, { status: string; output?: unknown }>[];
    };
    expect(iterations.map((one) => one['get']?.status)).toEqual(['SUCCEEDED', 'FAILED', 'SUCCEEDED']);
    expect(iterations.map((one) => one['saw']?.output)).toEqual([{ words: '{}' }, {}, { words: '{}' }]);
  });

  test('mark the step once for all iterations', async () => {
    const { result } = await runToy(
      [loopJson('loop', '{{trigger.items}}', [ask('get', '{{loop.item}}', CONTINUE)])],
      {
        payload,
        replies,
      },
    );
    expect(result.steps.find((step) => step.step === 'get')).toMatchObject({
      status: 'failed',
      attempts: 3,
      error_class: 'NotFoundError',
    });
    expect(result.failures).toHaveLength(1);
  });
});

test('loops nest: the inner one sees the outer one', async () => {
  const { result } = await runToy(
    [
      loopJson('outer', '{{trigger.rows}}', [
        loopJson('inner', '{{outer.item}}', [echo('say', '{{outer.index}}.{{inner.index}}={{inner.item}}')]),
      ]),
      echo('after', '{{outer.iterations[1].inner.output.iterations[0].say.output.words}}'),
    ],
    { payload: { rows: [['a', 'b'], ['c']] } },
  );
  expect(result.outputs['after']).toEqual({ words: '2.1=c' });
});
