import { describe, expect, test } from 'vitest';
import { loadFlow } from './load-flow.ts';
import { always, flowJson, loopJson, MANIFEST, pieceJson, routerJson } from './testing/flow-json.ts';
import { echo, expectRefusal, load, refer, refusal } from './testing/refusal.ts';
import { TOY } from './testing/toy-piece.ts';

type Json = Record<string, unknown>;

test('a flow within the subset loads, and says what it needs', () => {
  const loaded = load([
    echo('one', { words: 'x' }),
    routerJson('route', {
      a: { conditions: always(true), steps: [refer('two', 'one.words')] },
      b: { steps: [] },
    }),
    loopJson('loop', '{{trigger.items}}', [refer('three', 'loop.item')]),
    refer('four', 'loop.iterations[0].three.output.words'),
  ]);
  expect(loaded).toMatchObject({ id: 'test-flow', version: '1.0.0', connections: ['toy'] });
  expect(loaded.steps).toEqual(['trigger', 'one', 'route', 'two', 'loop', 'three', 'four']);
  expect(loaded.contentHash).toMatch(/^[0-9a-f]{64}$/);
});

describe('the flow as a whole', () => {
  const flows = flowJson([echo('one')])['flows'] as Json[];
  const loadFlows = (changed: unknown) => () =>
    loadFlow({ flow: { flows: changed }, manifest: MANIFEST, pieces: TOY });

  test.each([
    ['another schema version', [{ ...flows[0], schemaVersion: '19' }], 'schemaVersion must be "20"'],
    ['a schema version that is a number', [{ ...flows[0], schemaVersion: 20 }], 'schemaVersion must be "20"'],
    ['no schema version', [{ ...flows[0], schemaVersion: undefined }], 'schemaVersion must be "20"'],
    ['a flow that is not valid', [{ ...flows[0], valid: false }], 'not valid'],
    ['two flows', [flows[0], flows[0]], 'must hold one flow'],
    ['no flow', [], 'must hold one flow'],
    ['no template', undefined, 'flows'],
  ])('%s is refused', (_, changed, reason) => {
    expectRefusal(loadFlows(changed), null, reason);
  });
});

describe('the trigger', () => {
  const settings = (changed: Json) => ({
    settings: {
      pieceName: '@toy/piece',
      pieceVersion: '1.0.0',
      triggerName: 'started',
      input: {},
      ...changed,
    },
  });
  test.each([
    ['an empty trigger', { type: 'EMPTY' }, 'must start with the trigger of a piece'],
    ['an unknown trigger', settings({ triggerName: 'ended' }), 'has no trigger "ended"'],
    ['a poll', settings({ triggerName: 'polled' }), 'only webhook triggers'],
    ['an unknown piece', settings({ pieceName: '@toy/other' }), 'piece @toy/other is not known'],
    ['a trigger that is not valid', { valid: false }, 'not valid'],
  ])('%s is refused', (_, trigger, reason) => {
    expectRefusal(() => load([], {}, trigger), 'trigger', reason);
  });
});

describe('a step', () => {
  const piece = (changed: Json) => echo('one', {}, changed);
  const cases: Record<string, [Json, string | RegExp]> = {
    code: [{ ...echo('one'), type: 'CODE', settings: { sourceCode: { code: 'x' } } }, 'JavaScript'],
    'an unknown type': [{ ...echo('one'), type: 'AI_ROUTER' }, 'steps of type AI_ROUTER are not known'],
    'one that is not valid': [{ ...echo('one'), valid: false }, 'not valid'],
    'an unknown piece': [piece({ pieceName: '@toy/other' }), 'piece @toy/other is not known'],
    'a piece called like something inherited': [piece({ pieceName: 'toString' }), 'not known'],
    'an unknown action': [piece({ actionName: 'shout' }), 'has no action "shout"'],
    'another version': [piece({ pieceVersion: '1.0.1' }), '1.0.1 is not here; 1.0.0 is'],
    'a tilde': [piece({ pieceVersion: '~1.0.0' }), 'exact version, not ~1.0.0'],
    'a caret': [piece({ pieceVersion: '^1.0.0' }), 'exact version, not ^1.0.0'],
    'a prerelease': [piece({ pieceVersion: '1.0.0-beta.1' }), 'exact version'],
    'a forbearance of another kind': [
      piece({ errorHandlingOptions: { ignoreFailure: { value: true } } }),
      /errorHandlingOptions/,
    ],
    'no connection': [piece({ input: {} }), "must read {{connections['name']}}"],
    'half a connection': [piece({ input: { auth: '{{connections.toy.props}}' } }), 'must read'],
    'a connection in the open': [piece({ input: { auth: { token: 't' } } }), 'must read'],
    'an unknown field': [echo('one', { wordz: 'x' }), '"wordz" is not a field of Echo'],
    'a missing input': [pieceJson('one', 'ask', {}), 'required input "path" is missing'],
    'an empty input': [pieceJson('one', 'ask', { path: '' }), 'required input "path" is missing'],
    'a value of another kind': [echo('one', { size: 'big' }), 'Field "size" must be a number'],
    'a value outside its choices': [
      echo('one', { colour: 'green' }),
      'Field "colour" must be one of red, blue',
    ],
    JavaScript: [echo('one', { words: '{{trigger.a.toUpperCase()}}' }), 'JavaScript is not evaluated'],
    'JavaScript in depth': [echo('one', { value: { a: ['{{1 + 1}}'] } }), 'JavaScript is not evaluated'],
    'a name with a dash': [echo('one-two'), 'name: is not a step name'],
    'steps to repeat': [{ ...echo('one'), firstLoopAction: echo('two') }, 'only a loop'],
    branches: [{ ...echo('one'), children: [] }, 'only a router'],
    'settings that are none': [{ ...echo('one'), settings: null }, /./],
  };
  test.each(Object.entries(cases))('with %s is refused', (_, [step, reason]) => {
    expectRefusal(() => load([step]), step['name'] as string, reason);
  });

  test.each(['class', 'undefined', 'connections_of_mine', 'variables', '__proto__', 'flattenNestedKeys'])(
    'called %s is refused, because expressions read something else into it',
    (name) => {
      expectRefusal(() => load([echo(name)]), name, 'its name means something else');
    },
  );

  test('whose name is taken is refused, wherever the other one is', () => {
    expectRefusal(() => load([echo('one'), echo('one')]), 'one', 'same name');
    expectRefusal(() => load([echo('trigger')]), 'trigger', 'same name');
    expectRefusal(() => load([echo('one'), loopJson('loop', '{{one}}', [echo('one')])]), 'one', 'same name');
  });

  test('that is broken beyond its name is refused as a part of the flow', () => {
    expectRefusal(() => load([{ type: 'PIECE' }]), null, /name/);
    expectRefusal(() => load([], {}, { nextAction: 'text' }), null, /./);
  });
});

describe('a router', () => {
  const route = (branch: Json, changed: Json = {}) => ({
    ...routerJson('route', { a: { conditions: [[branch]], steps: [] } }),
    ...changed,
  });
  const holds = { operator: 'EXISTS', firstValue: '{{trigger}}' };
  const cases: Record<string, [Json, string | RegExp]> = {
    'an unknown operator': [
      route({ ...holds, operator: 'TEXT_STARTS_WITH' }),
      '"TEXT_STARTS_WITH" is not known',
    ],
    'an inherited operator': [route({ ...holds, operator: 'constructor' }), '"constructor" is not known'],
    'no second value': [
      route({ ...holds, operator: 'TEXT_CONTAINS' }),
      'TEXT_CONTAINS lacks its secondValue',
    ],
    'no first value': [route({ operator: 'EXISTS' }), /firstValue/],
    'a connection in a condition': [
      route({ ...holds, firstValue: '{{connections.toy}}' }),
      'only the input of a piece',
    ],
    'JavaScript in a condition': [route({ ...holds, firstValue: '{{trigger.a > 1}}' }), 'JavaScript'],
    'an expression as a name': [routerJson('route', { '{{trigger.a}}': { steps: [] } }), 'plain text'],
    'more chains than branches': [route(holds, { children: [null, null] }), 'exactly one chain'],
    'no chains': [route(holds, { children: undefined }), 'exactly one chain'],
    'another way to run': [routerJson('route', { a: { steps: [] } }, 'EXECUTE_LAST_MATCH'), /executionType/],
  };
  test.each(Object.entries(cases))('with %s is refused', (_, [step, reason]) => {
    expectRefusal(() => load([step]), 'route', reason);
  });
});

test('nesting without end is refused before the stack ends', () => {
  let nested: Json = echo('deepest');
  for (let depth = 0; depth < 5000; depth += 1)
    nested = loopJson(`loop_${depth}`, '{{trigger.items}}', [nested]);
  expect(refusal(() => load([nested])).reason).toBe('it is nested deeper than 20 levels');
});

test('a step that comes after itself is refused', () => {
  const one = echo('one');
  one['nextAction'] = one;
  expectRefusal(() => load([one]), 'one', 'same name');
});

describe('the manifest', () => {
  const knob = { type: 'number', label: 'L', help: 'H', min: 0, max: 1, default: 0.5 };
  test.each<[string, Json, string | RegExp]>([
    ['a knob of an unknown kind', { knobs: { a: { ...knob, type: 'colour' } } }, /^knobs\.a/],
    [
      'a default out of range',
      { knobs: { a: { ...knob, default: 2 } } },
      'the default of knob "a" must be a number from 0 to 1',
    ],
    ['a knob without help', { knobs: { a: { ...knob, help: '' } } }, /^knobs\.a\.help/],
    ['an unknown event', { events: { in: ['mail.read'], out: [] } }, /^events\.in/],
    ['a range for a piece', { pieces: { '@toy/piece': '~1.0.0' } }, /^pieces/],
    [
      'a piece that no step uses',
      { pieces: { '@toy/piece': '1.0.0', '@toy/x': '1.0.0' } },
      'piece @toy/x, which no step uses',
    ],
    ['a version that is a range', { version: '1.x' }, /^version/],
    ['a key nobody knows', { schedule: '* * * * *' }, /schedule/],
  ])('with %s is refused', (_, changed, reason) => {
    expectRefusal(() => load([echo('one')], changed), null, reason);
  });

  test('must name the pieces that the flow uses', () => {
    expectRefusal(
      () => load([echo('one')], { pieces: {} }),
      'trigger',
      'does not name piece @toy/piece 1.0.0',
    );
    expectRefusal(
      () => load([echo('one')], { pieces: { '@toy/piece': '2.0.0' } }),
      'trigger',
      'does not name piece @toy/piece 1.0.0',
    );
  });
});
