import { defineConnector, type Connector } from '@pebble/kit/connector';
import { apiKeyAuth } from '@pebble/kit/auth';
import { choice, lookup, text, type Fields } from '@pebble/kit/field';
import { operation } from '@pebble/kit/operation';
import { expect, test } from 'vitest';
import type { FoundPiece } from './found-piece.ts';
import { problemsOf } from './problems.ts';
import { shownBy } from './shown.ts';

const help = 'Help.';
const ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"></svg>';

function piece(spoilt: Partial<FoundPiece> & { fields?: Fields; label?: string } = {}): FoundPiece {
  const { fields = { title: text('Title', { help, required: true }) }, label = 'Put', ...rest } = spoilt;
  const connector: Connector = defineConnector({
    ...{ name: 'acme', label: 'Acme', version: '0.1.0', description: 'Tasks.', client: () => ({}) },
    auth: apiKeyAuth({ header: 'x-key', probe: '/me', help }),
    operations: [
      operation({ ...{ name: 'put', label, help, idempotent: true }, fields, run: async () => ({}) }),
    ],
    triggers: [
      {
        ...{ type: 'poll', name: 'changed', label: 'Changed', help, sample: {} },
        poll: async () => ({ items: [], cursor: null }),
      },
    ],
  });
  const manifest = { name: '@pebble/piece-acme', version: '0.1.0' };
  return { folder: 'acme', exported: 'acme', connector, manifest, icon: ICON, ...rest };
}

test('a good one has none', () => {
  expect(problemsOf(piece())).toEqual([]);
});

test.each<[string, Parameters<typeof piece>[0], string]>([
  ['another version', { manifest: { name: '@pebble/piece-acme', version: '0.2.0' } }, 'raise both together'],
  ['another name', { manifest: { name: 'acme', version: '0.1.0' } }, '"@pebble/piece-acme"'],
  ['another folder', { folder: 'other' }, 'make them equal'],
  ['no icon', { icon: null }, 'icon.svg: it is missing'],
  ['an icon that is none', { icon: '<html viewBox>' }, 'it is no SVG'],
  ['an icon without a box', { icon: '<svg></svg>' }, 'no viewBox'],
  ['an icon with a script', { icon: `${ICON}<script/>` }, 'no script'],
  ['a large icon', { icon: ICON + ' '.repeat(20_000) }, 'larger than 20 kB'],
  ['no label', { label: ' ' }, '"put": its label is empty'],
  ['a sentence for a label', { label: 'Puts it.' }, 'full stop'],
  ['a long label', { label: 'x'.repeat(61) }, 'longer than 60'],
  ['a field without help', { fields: { a: text('A', { help: '' }) } }, 'field "a": it has no help'],
  ['a field in camel case', { fields: { aB: text('A', { help }) } }, 'snake case'],
  [
    'a required field after another',
    { fields: { a: text('A', { help }), b: text('B', { help, required: true }) } },
    'field "b": it is required and stands after "a"',
  ],
  ['nothing to choose', { fields: { a: choice('A', { help, choices: {} }) } }, 'nothing to choose'],
  [
    'a default that is no choice',
    { fields: { a: choice('A', { help, choices: { x: 'X' }, default: 'y' }) } },
    'none of its choices',
  ],
  ['an unknown lookup', { fields: { a: lookup('A', { help, from: 'boards' }) } }, 'looks up "boards"'],
])('%s is told', (_, spoilt, words) => {
  expect(problemsOf(piece(spoilt)).join('\n')).toContain(words);
});

test('what each host shows is told, with fields and what they are', () => {
  const fields = {
    title: text('Title', { help, required: true }),
    colour: choice('Colour', { help, choices: { red: 'Red' }, default: 'red' }),
  };
  const shown = shownBy(piece({ fields }));
  expect(shown).toContain('Activepieces 0.82.0 and later');
  expect(shown).toContain('connection  CUSTOM_AUTH "API key"');
  expect(shown).toContain('trigger     changed "Changed" POLLING');
  expect(shown).toContain('n8n, package n8n-nodes-pebble');
  expect(shown).toContain('credential  pebbleAcmeApi "API key"');
  expect(shown).toContain('trigger     acmeChangedTrigger');
  expect(shown).toContain('title*: text  "Title"');
  expect(shown).toContain('colour: choice (red) = "red"  "Colour"');
});
