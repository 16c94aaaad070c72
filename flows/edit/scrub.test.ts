import { expect, test } from 'vitest';
import { loadCatalog } from '../catalog.ts';
import { connectionNames, renameConnections } from './connection-names.ts';
import { scrub, type ExportedFlow } from './scrub.ts';
import { triggerOf, walkSteps, type RawStep } from './walk-steps.ts';

const [{ flow: committed } = { flow: null }] = (await loadCatalog()).filter(
  ({ id }) => id === 'email-triage',
);

/** As the editor gives it back: keys in another order, and with things of its own. */
function exported(edit: (step: (name: string) => RawStep) => void = () => undefined): ExportedFlow {
  const [flow] = (structuredClone(committed) as { flows: ExportedFlow[] }).flows;
  const steps = walkSteps(flow?.trigger);
  for (const step of steps) {
    Object.assign(step, { id: 'aZ19', lastUpdatedDate: '2026-09-09T09:09:09.000Z', coordinates: { x: 1 } });
    Object.assign(step.settings ?? {}, {
      sampleData: { sampleDataFileId: 'f1' },
      customLogoUrl: 'https://x',
    });
  }
  edit((name) => steps.find((one) => one.name === name) as RawStep);
  const reversed = <T>(value: T): T =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, one]) => [key, reversed(one)]),
        ) as T)
      : value;
  return reversed(flow as ExportedFlow);
}

const text = (value: unknown) => JSON.stringify(value, null, 2);

test('a flow that nobody edited comes back as the file that is there, to the letter', () => {
  expect(text(scrub(committed, exported()))).toBe(text(committed));
});

test('an edit changes its own lines only', () => {
  const edited = scrub(
    committed,
    exported((step) => {
      Object.assign(step('classify').settings?.['input'] as object, { subject: 'fixed', apple: 1, zebra: 2 });
    }),
  );
  // Commas move with the end of a list.
  const lines = (value: unknown) => text(value).replaceAll(',\n', '\n').split('\n');
  const known = lines(committed);
  const fresh = lines(edited).filter((line) => !known.includes(line));
  expect(fresh.map((line) => line.trim())).toEqual(['"subject": "fixed"', '"apple": 1', '"zebra": 2']);
});

test('a new step is taken over, and its piece joins the list', () => {
  const edited = scrub(
    committed,
    exported((step) => {
      step('read_settings').nextAction = {
        ...{ name: 'ask', type: 'PIECE', displayName: 'Ask', valid: true, skip: false },
        settings: { pieceName: '@pebble/piece-acme', pieceVersion: '1.0.0', actionName: 'ask', input: {} },
        nextAction: step('check_duplicate'),
      };
    }),
  );
  expect(edited['pieces']).toContain('@pebble/piece-acme');
  expect(walkSteps(triggerOf(edited)).map((step) => step.name)).toContain('ask');
});

test('connections have one name in the file and another in a shared engine', () => {
  expect(connectionNames(committed)).toEqual(['pebble']);
  const renamed = renameConnections(
    { a: "{{connections['pebble']}}", b: ['{{connections.pebble.props.x}}'] },
    (name) => `acme-${name}`,
  );
  expect(renamed).toEqual({
    a: "{{connections['acme-pebble']}}",
    b: ['{{connections.acme-pebble.props.x}}'],
  });
  expect(renameConnections(renamed, (name) => name.replace('acme-', ''))).toEqual({
    a: "{{connections['pebble']}}",
    b: ['{{connections.pebble.props.x}}'],
  });
});
