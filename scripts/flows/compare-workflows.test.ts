import type { N8nNode } from '@pebble/flows/n8n/workflow';
import { expect, test } from 'vitest';
import { compareWorkflows } from './compare-workflows.ts';

const node = (more: Partial<N8nNode> = {}): N8nNode => ({
  ...{ id: '1', name: 'a', type: 't', typeVersion: 1, position: [0, 0], parameters: { words: 'x' } },
  ...more,
});
const drawn = (more?: Partial<N8nNode>) => ({ nodes: [node(more)], connections: {} });
const say = (more: Partial<N8nNode>, before: Partial<N8nNode> = {}) =>
  compareWorkflows(drawn(before), drawn(more)).map(({ text }) => text);

test('places and ids on the canvas are no difference', () => {
  expect(say({ id: '2', position: [9, 9], notes: 'mine' })).toEqual([]);
});

test('parameters and options are told one by one', () => {
  expect(say({ parameters: { words: 'y' }, onError: 'continueRegularOutput' })).toEqual([
    'onError is another',
    'words: "x" → "y"',
  ]);
});

test('a secret that somebody has pasted is told by its place only', () => {
  const pasted = say({ parameters: { words: 'Bearer abcdefgh12345678', apiKey: 'hunter2' } });
  expect(pasted).toEqual([
    'words: "x" → "(looks like a secret)"',
    'apiKey: not set → "(looks like a secret)"',
  ]);
});

test('another credential is a difference, and its id is none', () => {
  const held = (name: string, id: string | null) => ({ credentials: { acmeApi: { id, name } } });
  expect(say(held('acme_odoo', '7'), held('acme_odoo', null))).toEqual([]);
  expect(say(held('beta_odoo', '7'), held('acme_odoo', null))).toEqual([
    'signs in with "beta_odoo", was "acme_odoo"',
  ]);
  expect(say({}, held('acme_odoo', null))).toEqual(['signs in with nothing, was "acme_odoo"']);
});
