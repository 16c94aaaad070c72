import { describe, expect, test } from 'vitest';
import { systemClock } from './clock.ts';
import { loadFlow } from './load-flow.ts';
import { runFlow } from './run-flow.ts';
import {
  always,
  CONTINUE,
  flowJson,
  MANIFEST,
  pieceJson,
  RETRY,
  RETRY_AND_CONTINUE,
  routerJson,
} from './testing/flow-json.ts';
import { runToy } from './testing/run-toy.ts';
import { TOY, TOY_CONNECTIONS } from './testing/toy-piece.ts';

type Json = Record<string, unknown>;

const echo = (name: string, input: Json = {}) => pieceJson(name, 'echo', input);
const ask = (name: string, path: string, options: Json = {}) => pieceJson(name, 'ask', { path }, options);

describe('a chain', () => {
  test('hands outputs on, with their types', async () => {
    const { result } = await runToy(
      [
        ask('order', '/order'),
        echo('copy', {
          size: '{{order.size}}',
          words: 'No. {{order.size}} for {{trigger.name}}',
          value: '{{order}}',
        }),
      ],
      { payload: { name: 'Ada' }, replies: { '/order': [{ status: 200, body: { size: 7 } }] } },
    );
    expect(result.status).toBe('succeeded');
    expect(result.outputs).toMatchObject({
      trigger: { name: 'Ada' },
      order: { size: 7 },
      copy: { size: 7, words: 'No. 7 for Ada', value: { size: 7 } },
    });
  });

  test('records each step in the order of the picture, and no payload', async () => {
    const { result } = await runToy([
      echo('one', { words: 'private' }),
      pieceJson('two', 'crash', {}),
      echo('three'),
    ]);
    expect(result.steps).toEqual([
      { step: 'trigger', status: 'succeeded', attempts: 1, duration_ms: 0, error_class: null },
      { step: 'one', status: 'succeeded', attempts: 1, duration_ms: 0, error_class: null },
      { step: 'two', status: 'failed', attempts: 1, duration_ms: 0, error_class: 'TypeError' },
      { step: 'three', status: 'skipped', attempts: 0, duration_ms: 0, error_class: null },
    ]);
    expect(JSON.stringify([result.steps, { ...result.error, cause: null }])).not.toMatch(/private|secret/);
  });

  test('passes a step that is switched off', async () => {
    const { statuses, result } = await runToy([{ ...echo('one'), skip: true }, echo('two')]);
    expect(statuses).toMatchObject({ one: 'skipped', two: 'succeeded' });
    expect('one' in result.outputs).toBe(false);
  });
});

describe('a failure', () => {
  test('ends the run and names the step', async () => {
    const { result, statuses } = await runToy([ask('one', '/gone'), echo('two')]);
    expect(result.status).toBe('failed');
    expect(result.error).toMatchObject({
      step: 'one',
      error_class: 'NotFoundError',
      message: 'Toy answered 404',
      retryable: false,
      continued: false,
    });
    expect(statuses).toMatchObject({ one: 'failed', two: 'skipped' });
  });

  test('says whether to try again, and when', async () => {
    const limited = { status: 429, headers: { 'retry-after': '90' } };
    const { result } = await runToy([ask('one', '/busy')], { replies: { '/busy': [limited] } });
    expect(result.error).toMatchObject({ error_class: 'RateLimitedError', retryable: true, retry_after: 90 });
  });

  test('that is forgiven leaves no output, and later steps can tell', async () => {
    const { result, statuses } = await runToy([
      ask('one', '/gone', CONTINUE),
      echo('two', { words: '[{{one}}{{one.card_id}}]' }),
      routerJson('route', {
        none: {
          conditions: [[{ operator: 'DOES_NOT_EXIST', firstValue: '{{one.card_id}}' }]],
          steps: [echo('three')],
        },
        some: { steps: [echo('four')] },
      }),
    ]);
    expect(result).toMatchObject({ status: 'succeeded', error: null, outputs: { two: { words: '[]' } } });
    expect(statuses).toMatchObject({ one: 'failed', three: 'succeeded', four: 'skipped' });
    expect(result.failures).toMatchObject([{ step: 'one', continued: true, error_class: 'NotFoundError' }]);
  });

  test('of the trigger is one too', async () => {
    for (const payload of ['text', [], [{}, {}]]) {
      const { result } = await runToy([echo('one')], { payload });
      expect(result.error).toMatchObject({ step: 'trigger', error_class: 'InputError', retryable: false });
    }
  });

  test('for want of a connection is an AuthError of the step', async () => {
    const { result, asked } = await runToy([ask('one', '/x')], { connections: {} });
    expect(result.error).toMatchObject({ step: 'one', error_class: 'AuthError', retryable: false });
    expect(asked).toEqual([]);
  });

  test('for want of a required value names the field', async () => {
    const { result } = await runToy([ask('one', '{{trigger.path}}')]);
    expect(result.error).toMatchObject({ error_class: 'InputError', message: 'Field "path" is required' });
  });

  test('keeps its own error for the dead letter', async () => {
    const { result } = await runToy([pieceJson('one', 'crash', {})]);
    expect(result.error?.cause).toBeInstanceOf(TypeError);
    expect(result.error?.message).toBe('The step failed unexpectedly');
  });
});

describe('retryOnFailure', () => {
  const ok = { status: 200, body: { ok: true } };
  const down = { status: 503 };

  test('tries up to four times, and counts the waits as time of the step', async () => {
    const { result, waits } = await runToy([ask('one', '/x', RETRY)], {
      replies: { '/x': [down, down, ok] },
    });
    expect(waits).toEqual([4000, 8000]);
    expect(result.steps[1]).toEqual({
      step: 'one',
      status: 'succeeded',
      attempts: 3,
      duration_ms: 12000,
      error_class: null,
    });
  });

  test('comes before continueOnFailure', async () => {
    const { result, waits } = await runToy([ask('one', '/x', RETRY_AND_CONTINUE), echo('two')], {
      replies: { '/x': [down] },
    });
    expect(waits).toHaveLength(3);
    expect(result).toMatchObject({ status: 'succeeded', failures: [{ step: 'one' }] });
    expect(result.steps[1]).toMatchObject({ status: 'failed', attempts: 4 });
  });

  test('does not repeat a refused request', async () => {
    const { asked } = await runToy([ask('one', '/x', RETRY)], { replies: { '/x': [{ status: 400 }, ok] } });
    expect(asked).toEqual(['/x']);
  });
});

test('an abort ends the run, is worth another attempt, and is not forgiven', async () => {
  const controller = new AbortController();
  controller.abort(new Error('shutting down'));
  const { result, asked } = await runToy([ask('one', '/x', CONTINUE), echo('two')], {
    signal: controller.signal,
  });
  expect(result.error).toMatchObject({ step: 'one', retryable: true, continued: false });
  expect(asked).toEqual([]);
});

test('runs of one loaded flow do not see each other', async () => {
  const loaded = loadFlow({
    flow: flowJson([ask('one', '/{{trigger.name}}'), echo('two', { words: '{{one.said}}' })]),
    manifest: MANIFEST,
    pieces: TOY,
  });
  const run = (name: string) =>
    runFlow(loaded, {
      payload: { name },
      connections: TOY_CONNECTIONS,
      clock: systemClock,
      http: async ({ url }) => ({ status: 200, headers: {}, body: JSON.stringify({ said: url }) }),
    });
  const results = await Promise.all(['a', 'b', 'c'].map(run));
  expect(results.map((result) => result.outputs['two'])).toEqual(
    ['a', 'b', 'c'].map((name) => ({ words: `https://toy.example/${name}` })),
  );
});

test('the engine itself waits for nothing and asks for nothing twice', async () => {
  const hop = (name: string, from: string) => [
    ask(name, '/x'),
    routerJson(`route_${name}`, {
      a: { conditions: [[{ operator: 'EXISTS', firstValue: `{{${from}}}` }]], steps: [echo(`echo_${name}`)] },
      b: { conditions: always(false), steps: [] },
    }),
  ];
  const steps = [
    ...hop('one', 'trigger'),
    ...hop('two', 'one.a'),
    ...hop('three', 'two.a'),
    ...hop('four', 'three.a'),
  ];
  const { result, asked, waits } = await runToy(steps, {
    replies: { '/x': [{ status: 200, body: { a: 1 } }] },
  });
  expect(result).toMatchObject({ status: 'succeeded', duration_ms: 0 });
  expect([asked, waits]).toEqual([['/x', '/x', '/x', '/x'], []]);
});

test('who cannot wait runs each step once, whatever the flow says', async () => {
  const { asked, waits } = await runToy([pieceJson('a', 'ask', { path: '/a' }, RETRY_AND_CONTINUE)], {
    replies: { '/a': [{ status: 503 }] },
    retries: false,
  });
  expect(asked).toEqual(['/a']);
  expect(waits).toEqual([]);
});
