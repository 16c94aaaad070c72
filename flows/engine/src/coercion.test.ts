import { bearerAuth } from '@pebble/kit/auth';
import { defineConnector } from '@pebble/kit/connector';
import {
  boolean,
  choice,
  dateTime,
  file,
  json,
  list,
  longText,
  lookup,
  number,
  text,
} from '@pebble/kit/field';
import { operation } from '@pebble/kit/operation';
import { describe, expect, test } from 'vitest';
import { systemClock } from './clock.ts';
import { loadFlow } from './load-flow.ts';
import { runFlow } from './run-flow.ts';
import type { RunResult } from './run-result.ts';
import { flowJson, MANIFEST, pieceJson } from './testing/flow-json.ts';
import { TOY, TOY_CONNECTIONS } from './testing/toy-piece.ts';

// What a value becomes on its way from an expression into a field of each kind: measured with Activepieces 0.83, where not said otherwise.
const help = 'Any.';
const fields = {
  text: text('Text', { help }),
  longText: longText('Long text', { help }),
  number: number('Number', { help }),
  boolean: boolean('Boolean', { help }),
  choice: choice('Choice', { help, choices: { red: 'Red', blue: 'Blue' } }),
  lookup: lookup('Lookup', { help, from: 'things' }),
  json: json('Json', { help }),
  dateTime: dateTime('Date', { help }),
  list: list('List', { help }),
  file: file('File', { help }),
};
const defaults = {
  text: text('Text', { help, default: 'usual', required: true }),
  number: number('Number', { help, default: 5, required: true }),
  boolean: boolean('Boolean', { help, default: true, required: true }),
  choice: choice('Choice', { help, choices: { red: 'Red', blue: 'Blue' }, default: 'blue', required: true }),
  lookup: lookup('Lookup', { help, from: 'things', default: 'inbox', required: true }),
};

const every = defineConnector({
  ...{ name: 'every', label: 'Every kind', version: '1.0.0' },
  auth: bearerAuth({ probe: '/me', help }),
  client: () => null,
  operations: [
    operation({
      ...{ name: 'take', label: 'Take', help, idempotent: true, fields },
      run: async (_: null, input) => {
        const { file: given, ...rest } = input;
        return given ? { ...rest, file: `${given.name} ${given.bytes.length}` } : rest;
      },
    }),
    operation({
      ...{ name: 'usual', label: 'Usual', help, idempotent: true, fields: defaults },
      run: async (_: null, input) => input,
    }),
    operation({
      ...{ name: 'write', label: 'Write', help, idempotent: true, fields: {} },
      run: async (_: null, _input, { writeFile }) => ({
        file: await writeFile({ name: 'a.txt', content_type: 'text/plain', bytes: new Uint8Array(3) }),
      }),
    }),
  ],
  triggers: TOY['@toy/piece']?.triggers as never,
  lookups: { things: async () => [] },
});

function run(steps: Record<string, unknown>[], payload: object): Promise<RunResult> {
  const loaded = loadFlow({ flow: flowJson(steps), manifest: MANIFEST, pieces: { '@toy/piece': every } });
  const http = async (): Promise<never> => {
    throw new Error('nothing is asked');
  };
  return runFlow(loaded, { payload, connections: TOY_CONNECTIONS, http, clock: systemClock });
}
const take = (field: string, value: unknown) =>
  run([pieceJson('step', 'take', { [field]: "{{trigger['value']}}" })], { value });

describe('one token into a field', () => {
  test.each<[keyof typeof fields, unknown, unknown]>([
    ['text', 'as it is', 'as it is'],
    ['text', 12, '12'],
    ['text', false, 'false'],
    ['text', { a: [1] }, '{"a":[1]}'],
    ['longText', ['a', 1], '["a",1]'],
    ['number', '12.5', 12.5],
    ['number', 0, 0],
    ['boolean', false, false],
    ['choice', 'red', 'red'],
    ['lookup', 17, '17'],
    ['lookup', 'no such thing', 'no such thing'],
    ['json', '{"a":1}', { a: 1 }],
    ['json', [null, 1], [null, 1]],
    ['dateTime', '2026-03-02 09:15', '2026-03-02T09:15:00.000Z'],
    ['list', [1, 'b'], ['1', 'b']],
  ])('%s takes %j as %j', async (field, value, expected) => {
    const { status, outputs } = await take(field, value);
    expect({ status, output: outputs['step'] }).toEqual({
      status: 'succeeded',
      output: { [field]: expected },
    });
  });

  test.each<[keyof typeof fields, unknown]>([
    ['number', 'abc'],
    ['json', 'no json'],
    ['dateTime', 'tomorrow'],
    ['list', 'a,b'],
    ['boolean', 'yes'],
    // Activepieces hands it to the piece, which could only misunderstand it.
    ['choice', 'green'],
    // A reference of another run, or a path of this machine.
    ['file', 'file:1'],
    ['file', '/etc/passwd'],
  ])('%s does not take %j: the step fails and names the field', async (field, value) => {
    const { error } = await take(field, value);
    expect(error).toMatchObject({ step: 'step', error_class: 'InputError' });
    expect(error?.message).not.toContain(String(value));
  });

  test.each(Object.keys(fields))('%s that gets what is not there gets nothing', async (field) => {
    for (const payload of [{}, { value: null }, { value: '' }]) {
      const { status, outputs } = await run(
        [pieceJson('step', 'take', { [field]: "{{trigger['value']}}" })],
        payload,
      );
      expect({ status, output: outputs['step'] }).toEqual({ status: 'succeeded', output: {} });
    }
  });
});

test('a text around a token is a text, which each kind then reads', async () => {
  const step = pieceJson('step', 'take', {
    number: "1{{trigger['n']}}",
    json: '{"n":{{trigger[\'n\']}}}',
    text: "n={{trigger['o']}}{{trigger['missing']}}",
  });
  const { outputs } = await run([step], { n: 2, o: { b: 1 } });
  expect(outputs['step']).toEqual({ number: 12, json: { n: 2 }, text: 'n={"b":1}' });
});

test('a null inside an object survives, alone it is an empty text', async () => {
  const step = pieceJson('step', 'take', {
    json: { kept: "{{trigger['o']}}", alone: "{{trigger['o']['n']}}" },
  });
  const { outputs } = await run([step], { o: { n: null } });
  expect(outputs['step']).toEqual({ json: { kept: { n: null }, alone: '' } });
});

test('a default is taken when nothing is given, or when nothing comes of an expression', async () => {
  const usual = { text: 'usual', number: 5, boolean: true, choice: 'blue', lookup: 'inbox' };
  const missing = Object.fromEntries(Object.keys(usual).map((name) => [name, "{{trigger['missing']}}"]));
  const { outputs } = await run([pieceJson('bare', 'usual', {}), pieceJson('missing', 'usual', missing)], {});
  expect(outputs).toMatchObject({ bare: usual, missing: usual });
  const { outputs: own } = await run([pieceJson('own', 'usual', { boolean: false, number: 0 })], {});
  expect(own['own']).toEqual({ ...usual, boolean: false, number: 0 });
});

test('a file goes from one step to another by its reference', async () => {
  const steps = [pieceJson('first', 'write', {}), pieceJson('second', 'take', { file: "{{first['file']}}" })];
  const { outputs } = await run(steps, {});
  expect(outputs['second']).toEqual({ file: 'a.txt 3' });
});
