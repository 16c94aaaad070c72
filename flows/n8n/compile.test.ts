import { bearerAuth } from '@pebble/kit/auth';
import { defineConnector, type Connector } from '@pebble/kit/connector';
import { file, list, lookup, number, text } from '@pebble/kit/field';
import { operation } from '@pebble/kit/operation';
import { expect, test } from 'vitest';
import { loadCatalog, type FlowPackage } from '../catalog.ts';
import {
  always,
  CONTINUE,
  flowJson,
  loopJson,
  MANIFEST,
  pieceJson,
  RETRY_AND_CONTINUE,
  routerJson,
} from '../engine/src/testing/flow-json.ts';
import { expectRefusal } from '../engine/src/testing/refusal.ts';
import { TOY } from '../engine/src/testing/toy-piece.ts';
import { PIECES } from '../pieces.ts';
import { compileForN8n } from './compile.ts';
import type { N8nNode } from './workflow.ts';

type Steps = Parameters<typeof flowJson>[0];

const compile = (steps: Steps, options = {}, pieces: Record<string, Connector> = TOY) =>
  compileForN8n({ flow: flowJson(steps), manifest: MANIFEST, pieces }, options);
const echo = (name: string, input: Record<string, unknown>, options = {}) =>
  pieceJson(name, 'echo', input, options);
const node = ({ nodes }: { nodes: N8nNode[] }, name: string) =>
  nodes.find((one) => one.name === name) as N8nNode;
const triage = (await loadCatalog()).find(({ id }) => id === 'email-triage') as FlowPackage;

test('the same flow gives the same workflow, and another copy of it other ids', () => {
  const source = { ...triage, pieces: PIECES };
  expect(compileForN8n(source)).toEqual(compileForN8n({ ...source, flow: structuredClone(triage.flow) }));
  const [ours, theirs] = [
    compileForN8n(source, { instance: 'acme' }),
    compileForN8n(source, { instance: 'beta' }),
  ];
  expect(ours.name).toBe('Email triage (acme)');
  expect(ours.id).not.toBe(theirs.id);
  expect(ours.nodes.map((one) => one.id)).not.toEqual(theirs.nodes.map((one) => one.id));
  expect(node(ours, 'trigger').webhookId).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});

test('every step of email-triage is a node of ours that n8n can reach', () => {
  const { nodes, connections } = compileForN8n({ ...triage, pieces: PIECES });
  const reached = Object.values(connections).flatMap(({ main }) => main.flat().map((target) => target.node));
  expect(nodes.map((one) => one.name)).toEqual(['trigger', ...reached.sort(byOrder(nodes))]);
  for (const one of nodes) expect(one.type).toMatch(/^n8n-nodes-pebble\.\w+$/);
  expect(node({ nodes }, 'classify')).toMatchObject({
    notes: 'Classify',
    onError: 'continueRegularOutput',
    credentials: { pebbleApi: { id: null, name: 'pebble' } },
  });
});

const byOrder = (nodes: N8nNode[]) => (a: string, b: string) =>
  nodes.findIndex((one) => one.name === a) - nodes.findIndex((one) => one.name === b);

test('what follows a router hangs on its last output and lies below its branches', () => {
  const branches = {
    yes: { conditions: always(true), steps: [echo('in_yes', {})] },
    no: { steps: [echo('in_no', {})] },
  };
  const workflow = compile([routerJson('route', branches), echo('after', {})]);
  expect(workflow.connections['route']?.main.map((targets) => targets.map((one) => one.node))).toEqual([
    ['in_yes'],
    ['in_no'],
    ['after'],
  ]);
  const rows = ['in_yes', 'in_no', 'after'].map((name) => node(workflow, name).position[1]);
  expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b));
});

test('a reference keeps its type; text around it makes text; what may not have run is asked for', () => {
  const workflow = compile([
    echo('first', {}),
    routerJson('route', { yes: { conditions: always(true), steps: [echo('maybe', {})] }, no: { steps: [] } }),
    echo('last', {
      words: 'Dear {{first.a["b c"][0]}} & {{trigger}}',
      value: { x: "{{maybe['y']}}", z: [1, '}}'] },
    }),
  ]);
  expect(node(workflow, 'last').parameters).toMatchObject({
    additionalFields: {
      words:
        `={{ ["Dear ", ($("first").first(0)?.json?.output?.a?.["b c"]?.[0] ?? ''), " & ", ($("trigger").first(0)?.json ?? '')]` +
        `.map((part) => typeof part === 'string' ? part : JSON.stringify(part)).join('') }}`,
      value: `={{ { "x": ($("maybe").isExecuted ? $("maybe").first(0)?.json?.output?.y ?? '' : ''), "z": [1, "\\u007d\\u007d"] } }}`,
    },
    wholeOutput: true,
  });
});

test('constants stay as they are, but for a text that n8n would evaluate', () => {
  const { parameters } = node(compile([echo('one', { words: '=1+1', size: 7, value: { a: [1] } })]), 'one');
  expect(parameters['additionalFields']).toEqual({ words: '={{ "=1+1" }}', size: 7, value: '{"a":[1]}' });
});

test('conditions go to our own router, with the operators of Activepieces', () => {
  const condition = { operator: 'EXISTS', firstValue: '{{trigger.a}}' };
  const workflow = compile([
    routerJson('route', { some: { conditions: [[condition]], steps: [] }, none: { steps: [] } }),
  ]);
  expect(node(workflow, 'route')).toMatchObject({
    type: 'n8n-nodes-pebble.router',
    parameters: {
      executionType: 'EXECUTE_FIRST_MATCH',
      branches: {
        values: [
          {
            branchName: 'some',
            branchType: 'CONDITION',
            groups: {
              values: [
                {
                  conditions: {
                    values: [
                      { operator: 'EXISTS', firstValue: `={{ ($("trigger").first(0)?.json?.a ?? '') }}` },
                    ],
                  },
                },
              ],
            },
          },
          { branchName: 'none', branchType: 'FALLBACK' },
        ],
      },
    },
  });
});

test('failures are gone past and repeated where the flow says so', () => {
  const workflow = compile([echo('a', {}, CONTINUE), echo('b', {}, RETRY_AND_CONTINUE), echo('c', {})]);
  expect(node(workflow, 'a')).toMatchObject({ onError: 'continueRegularOutput' });
  expect(node(workflow, 'b')).toMatchObject({ retryOnFail: true, maxTries: 4, waitBetweenTries: 5000 });
  expect(Object.keys(node(workflow, 'c'))).not.toContain('onError');
});

test('a step that is switched off is left out, and the way goes on behind it', () => {
  const workflow = compile([echo('a', {}), { ...echo('off', {}), skip: true }, echo('b', {})]);
  expect(workflow.nodes.map((one) => one.name)).toEqual(['trigger', 'a', 'b']);
  expect(workflow.connections['a']?.main).toEqual([[{ node: 'b', type: 'main', index: 0 }]]);
});

test('loops and values of connections are refused with the step', () => {
  expectRefusal(() => compile([loopJson('each', '{{trigger}}', [echo('a', {})])]), 'each', 'another engine');
  const leak = echo('a', { words: '{{connections.toy.props.token}}' });
  expectRefusal(() => compile([leak]), 'a', 'signs in with');
  expectRefusal(() => compile([echo('a', { words: "{{trigger['toString']}}" })]), 'a', 'toString');
});

test('files come from the step before, lookups and several ways to sign in have their own form', () => {
  const auth = bearerAuth({ probe: '/me', help: 'Any.' });
  const [toy] = Object.values(TOY);
  const send = operation({
    ...{ name: 'send', label: 'Send', help: 'Sends.', group: 'Big Post', idempotent: true },
    fields: {
      folder: lookup('Folder', { help: 'Where.', from: 'folders', required: true }),
      paper: file('Paper', { help: 'What.' }),
      names: list('Names', { help: 'Who.' }),
      size: number('Size', { help: 'How much.', default: 1 }),
      operation: text('Operation', { help: 'Also called so.', default: 'x' }),
    },
    run: async () => ({}),
  });
  const auths = [auth, { ...auth, name: 'key' }] as const;
  const piece = defineConnector({
    ...{ name: 'toy', label: 'Toy', version: '1.0.0', auth: auths, client: () => null, triggers: [] },
    operations: [send],
    lookups: { folders: async () => [] },
  });
  const pieces = { '@toy/piece': { ...piece, triggers: toy?.triggers ?? [] } };
  const input = { folder: 'in', paper: '{{a.file}}', names: ['x', '=y'], size: 2, operation: 'y' };
  const a = pieceJson('a', 'send', { folder: '{{trigger.id}}' });
  const sent = (steps: Steps) => node(compile(steps, { auths: { toy: 'key' } }, pieces), 'b');
  expect(sent([a, pieceJson('b', 'send', input)])).toMatchObject({
    parameters: {
      ...{ authentication: 'key', resource: 'bigPost', operation: 'send' },
      folder: { __rl: true, mode: 'id', value: 'in' },
      ...{ size: 2, operationField: 'y' },
      additionalFields: { paper: expect.stringContaining('$("a")'), names: ['x', '={{ "=y" }}'] },
    },
    credentials: { pebbleToyKeyApi: { id: null, name: 'toy' } },
  });
  const between = pieceJson('between', 'send', { folder: 'x' });
  expectRefusal(() => sent([a, between, pieceJson('b', 'send', input)]), 'b', 'the step right before');
});
