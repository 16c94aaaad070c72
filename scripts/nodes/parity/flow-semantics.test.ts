import { OPERATORS, UNARY } from '@pebble/flows/engine/operators';
import {
  always,
  CONTINUE,
  pieceJson,
  RETRY,
  RETRY_AND_CONTINUE,
  routerJson,
  type BranchJson,
} from '@pebble/flows/engine/testing/flow-json';
import { describe, expect, test } from 'vitest';
import { inEngine, inN8n } from './toy-in-n8n.ts';

type Steps = Parameters<typeof inEngine>[0];
type Options = Parameters<typeof inEngine>[1];

const echo = (name: string, input: Record<string, unknown> = {}, options = {}) =>
  pieceJson(name, 'echo', input, options);
const ask = (name: string, path: string, options = {}) => pieceJson(name, 'ask', { path }, options);
const crash = (name: string, options = {}) => pieceJson(name, 'crash', {}, options);
const when = (holds: boolean, ...steps: Steps): BranchJson => ({ conditions: always(holds), steps });
const otherwise = (...steps: Steps): BranchJson => ({ steps });

/** Runs a flow in both engines and expects the same of every step; gives what came out. */
async function same(steps: Steps, options?: Options) {
  const embedded = await inEngine(steps, options);
  expect(await inN8n(steps, options)).toEqual(embedded);
  return embedded;
}

/** Values that engines like to take for something else. */
const TRICKY = {
  ...{
    empty: '',
    letter: 'a',
    capital: 'A',
    word: 'Abc',
    blank: ' ',
    ten: '10',
    nine: 9,
    zero: 0,
    zeroText: '0',
  },
  ...{
    fraction: '1.0',
    yes: true,
    no: false,
    noText: 'false',
    nothing: null,
    none: [],
    list: ['a', 7, { x: 1 }],
  },
  ...{ listText: '["a"]', emptyList: '[]', object: {}, pair: { a: 'X' }, day: '2026-01-01', soon: 'soon' },
  ...{
    moment: '2026-01-01T00:00:00Z',
    offset: '2026-01-01T02:00:00+02:00',
    slashes: '2026/01/01',
    ms: 1767225600000,
  },
};
const NAMES = [...Object.keys(TRICKY), 'missing'];

describe('operators', () => {
  test.each(Object.keys(OPERATORS))('%s judges every pair of tricky values alike', async (operator) => {
    const seconds = UNARY.has(operator) ? ['missing'] : NAMES;
    const conditions = NAMES.flatMap((first) =>
      seconds.flatMap((second) =>
        [false, true].map((caseSensitive) => ({
          ...{ operator, caseSensitive, firstValue: `{{trigger.${first}}}` },
          ...(UNARY.has(operator) ? {} : { secondValue: `{{trigger.${second}}}` }),
        })),
      ),
    );
    const branches = conditions.map(
      (one, index) => [`${index}`, { conditions: [[one]], steps: [] }] as const,
    );
    const steps = [routerJson('route', Object.fromEntries(branches), 'EXECUTE_ALL_MATCH')];
    const { outputs } = await same(steps, { payload: TRICKY });
    expect(JSON.stringify(outputs['route'])).toContain('"evaluation":');
  });

  test('groups of conditions, no group, an empty group, constants, and two fallbacks', async () => {
    const yes = { operator: 'EXISTS', firstValue: 'x' };
    const no = { operator: 'EXISTS', firstValue: '' };
    const groups = [[[yes, no], [yes]], [[yes, no]], [], [[]], [[yes], [no]]];
    const branches = Object.fromEntries(
      groups.map((conditions, at) => [`b${at}`, { conditions, steps: [] }]),
    );
    await same([routerJson('route', branches, 'EXECUTE_ALL_MATCH')]);
    await same([
      routerJson('route', { a: otherwise(), b: otherwise(), c: when(false) }, 'EXECUTE_ALL_MATCH'),
    ]);
    await same([routerJson('route', { a: otherwise(), c: when(false) })]);
  });
});

describe('references', () => {
  const payload = {
    ...TRICKY,
    ...{ text: 'abc', deep: { er: { list: [{ x: null }, 'second'] } }, 'odd key': 1, ключ: 2, 'a-b': 3 },
  };
  const paths = [
    ...NAMES.map((name) => `trigger.${name}`),
    ...['trigger', "trigger['odd key']", 'trigger["ключ"]', "trigger['a-b']", 'trigger.deep.er.list[1]'],
    ...[
      'trigger.deep.er.list[0].x',
      'trigger.deep.er.list[0].x.y',
      'trigger.deep.er.list[9]',
      'trigger.no.way',
    ],
    ...[
      'trigger.text[0]',
      'trigger.text.length',
      'trigger.list.length',
      'trigger.nine.x',
      "trigger.list['1']",
    ],
  ];

  test.each(paths)('%s as a value, in a text, and inside JSON', async (path) => {
    await same(
      [
        echo('alone', { words: `{{${path}}}` }, CONTINUE),
        echo('blanks', { words: ` {{ ${path} }} ` }, CONTINUE),
        echo('text', { words: `<{{${path}}}>{{${path}}}` }),
        echo('inside', { value: { a: `{{${path}}}`, b: [`x {{${path}}}`, { c: `{{${path}}}` }] } }),
        echo('number', { size: `{{${path}}}` }, CONTINUE),
        echo('json', { value: `{{${path}}}` }, CONTINUE),
      ],
      { payload },
    );
  });

  test('texts that n8n would read otherwise arrive as they are', async () => {
    const words = ['=1+1', '=$json', '}} {', 'a "quoted" \\ `tick` ${x}', "it's", '\n\t', '$json.x', ''];
    const { outputs } = await same(
      words.flatMap((one, at) => [
        echo(`s${at}`, { words: one }),
        echo(`r${at}`, { words: `${one} {{trigger.text}}` }),
      ]),
      { payload },
    );
    expect(outputs['s0']).toEqual({ words: '=1+1' });
  });

  test.each([
    [[]],
    [['x']],
    [[{ a: 1 }, { a: 2 }]],
    [{ a: { b: 1 } }],
    ['text'],
    [7],
    [false],
    [null],
    [''],
    [{ error: 'no' }],
  ])('an output of %j is the same thing to the next step', async (body) => {
    const replies = { '/x': [{ status: 200, body: typeof body === 'string' ? JSON.stringify(body) : body }] };
    await same(
      [
        ask('first', '/x'),
        echo('whole', { value: { got: '{{first}}', text: 'is {{first}}' } }),
        echo('part', { value: { a: '{{first.a}}', b: '{{first.a.b}}', c: '{{first[1].a}}' } }),
      ],
      { replies },
    );
  });
});

describe('routers', () => {
  const use = (name: string, ...steps: string[]) =>
    echo(name, { value: Object.fromEntries(steps.map((step) => [step, `{{${step}.words}}`])) });
  const say = (name: string) => echo(name, { words: name });

  test.each(['EXECUTE_FIRST_MATCH', 'EXECUTE_ALL_MATCH'])(
    '%s, and what follows runs once, last',
    async (type) => {
      const branches = {
        a: when(false, say('in_a')),
        b: when(true, say('in_b')),
        c: when(true, say('in_c')),
        d: otherwise(say('in_d')),
      };
      const { steps } = await same([
        routerJson('route', branches, type),
        use('after', 'in_a', 'in_b', 'in_c', 'in_d'),
        say('last'),
      ]);
      expect(Object.keys(steps)).toContain('last');
    },
  );

  test('a later branch sees what an earlier one left', async () => {
    const branches = { a: when(true, say('first')), b: when(true, use('second', 'first')) };
    const { outputs } = await same([routerJson('route', branches, 'EXECUTE_ALL_MATCH')]);
    expect(outputs['second']).toEqual({ value: { first: 'first' } });
  });

  test('routers in branches of routers, with steps before and behind', async () => {
    const inner = routerJson('inner', { x: when(false, say('in_x')), y: otherwise(say('in_y')) });
    const more = routerJson('more', { x: when(true, say('in_more')) }, 'EXECUTE_ALL_MATCH');
    const outer = {
      a: when(true, say('before'), inner, use('behind', 'in_x', 'in_y'), more),
      b: when(true, say('other')),
    };
    for (const type of ['EXECUTE_FIRST_MATCH', 'EXECUTE_ALL_MATCH']) {
      await same([
        routerJson('outer', outer, type),
        use('end', 'before', 'behind', 'in_y', 'in_more', 'other'),
      ]);
    }
  });

  test('its own output can be read, by its branches and behind it', async () => {
    const look = (name: string) =>
      echo(name, { value: { all: '{{route}}', one: "{{route['branches'][1]['evaluation']}}" } });
    await same([routerJson('route', { a: when(true, look('inside')), b: when(false) }), look('behind')]);
  });

  test('empty branches, and nothing that holds', async () => {
    await same([routerJson('route', { a: when(false), b: when(false, say('x')) }), say('after')]);
    await same([routerJson('route', {}), say('after')]);
  });

  test('a step that is switched off is passed', async () => {
    await same([say('a'), { ...say('off'), skip: true }, use('b', 'a')]);
    await same([{ ...routerJson('off', { a: when(true, say('x')) }), skip: true }, say('b')]);
  });
});

describe('failures', () => {
  const look = echo('look', {
    value: { whole: '{{bad}}', part: "{{bad['error']}}", text: '-{{bad.output}}-' },
  });

  test.each([
    ['a refusal', ask('bad', '/gone', CONTINUE)],
    ['a defect', crash('bad', CONTINUE)],
    ['no number', echo('bad', { size: '{{trigger.word}}' }, CONTINUE)],
    ['no choice', echo('bad', { colour: '{{trigger.word}}' }, CONTINUE)],
    ['a field that is empty', ask('bad', '{{trigger.missing}}', CONTINUE)],
  ])('%s that the flow goes past leaves nothing behind', async (_, bad) => {
    const branches = {
      there: { conditions: [[{ operator: 'EXISTS', firstValue: '{{bad}}' }]], steps: [] },
      gone: otherwise(echo('seen', { words: 'x' })),
    };
    const { status, outputs } = await same(
      [echo('before', { words: 'b' }), bad, look, routerJson('route', branches)],
      { payload: TRICKY },
    );
    expect(status).toBe('succeeded');
    expect(outputs['look']).toEqual({ value: { whole: '', part: '', text: '--' } });
  });

  test.each([
    ['a refusal', ask('bad', '/gone')],
    ['a defect', crash('bad')],
    ['no number', echo('bad', { size: 'many {{trigger.word}}' })],
  ])('%s ends the run, in a branch too', async (_, bad) => {
    await same([bad, look], { payload: TRICKY });
    const inside = await same(
      [routerJson('route', { a: when(true, bad), b: when(true, echo('x')) }, 'EXECUTE_ALL_MATCH'), look],
      { payload: TRICKY },
    );
    expect(inside.status).toBe('failed');
  });

  test('a step is tried again until it goes well, or until nobody tries any more', async () => {
    const replies = { '/soon': [{ status: 503 }, { status: 503 }, { status: 200, body: { a: 1 } }] };
    await same([ask('bad', '/soon', RETRY), look], { replies });
    await same([ask('bad', '/gone', RETRY_AND_CONTINUE), look], { replies });
    await same([ask('bad', '/gone', RETRY), look], { replies });
  });
});
