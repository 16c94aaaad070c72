import { AuthError } from '@pebble/kit/errors';
import { describe, expect, test } from 'vitest';
import { compile, type Place, type Scope } from './expression.ts';
import { FlowRefused } from './flow-refused.ts';

const scope: Scope = {
  outputs: { step: { text: 'hello', size: 7, list: [1, 2], object: { b: 1 }, off: false, none: null } },
  connections: { crm: { base_url: 'https://api.example', token: 't0ken' } },
};

function place(): Place {
  return { step: 'here', visible: new Set(['step', 'later_perhaps']), connections: new Set() };
}

function resolve(value: unknown): unknown {
  return compile(value, place()).resolve(scope);
}

describe('one token keeps its type', () => {
  test.each([
    ['{{step.text}}', 'hello'],
    ['{{step.size}}', 7],
    ["{{ step['list'] }}", [1, 2]],
    [' {{step.off}}\n', false],
    ['{{step.object}}', { b: 1 }],
    ['{{step.list[1]}}', 2],
    ['{{step.none}}', ''],
    ['{{step.missing.deeper}}', ''],
    ['{{later_perhaps}}', ''],
    ['{{later_perhaps.card_id}}', ''],
  ])('%j', (value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });
});

describe('anything around a token makes a text', () => {
  test.each([
    ['{{step.text}}!', 'hello!'],
    ['size={{step.size}}', 'size=7'],
    ['{{step.text}}{{step.size}}', 'hello7'],
    ['{{step.text}} {{step.text}}', 'hello hello'],
    ['o={{step.object}}, l={{step.list}}', 'o={"b":1}, l=[1,2]'],
    ['off={{step.off}} none={{step.none}}.', 'off=false none=.'],
    ['}} {{step.text}} }}', '}} hello }}'],
  ])('%j', (value, expected) => {
    expect(resolve(value)).toBe(expected);
  });
});

test('values are resolved in depth, keys are not', () => {
  const value = { a: ['{{step.size}}', { '{{step.text}}': '{{step.text}}' }], b: 1, c: null };
  expect(resolve(value)).toEqual({ a: [7, { '{{step.text}}': 'hello' }], b: 1, c: null });
});

test('what refers to nothing is constant and handed on as it is', () => {
  const value = { a: ['plain', { b: null }] };
  const compiled = compile(value, place());
  expect(compiled.constant).toBe(true);
  expect(compiled.resolve(scope)).toBe(value);
  expect(compile('{ not a token }', place()).constant).toBe(true);
  expect(compile(['{{step.text}}'], place()).constant).toBe(false);
});

test('an own key named __proto__ stays data', () => {
  const value = JSON.parse('{"__proto__": "{{step.text}}"}') as unknown;
  const resolved = resolve(value) as object;
  expect(Object.hasOwn(resolved, '__proto__')).toBe(true);
  expect(Object.getPrototypeOf(resolved)).toBe(Object.prototype);
});

describe('refusals name the step and what stands there', () => {
  test.each([
    ['{{step.size + 1}}', '"{{step.size + 1}}" is not a plain reference; JavaScript is not evaluated'],
    ['a {{step.text', '"{{step.text}}" is not a plain reference; JavaScript is not evaluated'],
    ['{{}}', '"{{}}" is not a plain reference; JavaScript is not evaluated'],
    ['{{{step.text}}}', '"{{{step.text}}" is not a plain reference; JavaScript is not evaluated'],
    ["{{connections['crm'].props.token}}", 'JavaScript is not evaluated'],
    ['{{variables.floor}}', 'it refers to "variables", which cannot have run by then'],
    ['{{later.x}}', 'it refers to "later", which cannot have run by then'],
    ['{{here}}', 'it refers to "here", which cannot have run by then'],
    ['ap-formula-v1::{concat(1)}', 'formulas are not supported'],
  ])('%j', (value, reason) => {
    const attempt = () => compile({ deep: [value] }, place());
    expect(attempt).toThrow(FlowRefused);
    expect(attempt).toThrow(`Step "here" is refused`);
    expect(attempt).toThrow(reason);
  });
});

describe('connections', () => {
  test('have the shape in which Activepieces hands them over', () => {
    expect(resolve('{{connections.crm}}')).toEqual({ type: 'CUSTOM_AUTH', props: scope.connections['crm'] });
    expect(resolve('{{connections.crm.props.base_url}}')).toBe('https://api.example');
    expect(resolve('{{connections.crm.base_url}}')).toBe('');
  });

  test('are gathered while compiling', () => {
    const here = place();
    compile(["{{connections['a']}}", 'x {{connections.b.props.y}}'], here);
    expect(here.connections).toEqual(new Set(['a', 'b']));
  });

  test('that were not given are an AuthError, not an empty text', () => {
    expect(() => resolve('{{connections.erp}}')).toThrow(
      new AuthError('Connection "erp" was not given to this run'),
    );
    expect(() => resolve("{{connections['toString']}}")).toThrow(AuthError);
  });

  test('have no business outside the input of a piece', () => {
    const condition: Place = { ...place(), connections: null };
    expect(() => compile('{{connections.crm}}', condition)).toThrow('only the input of a piece');
  });
});
