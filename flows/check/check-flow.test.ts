import { expect, test } from 'vitest';
import { loadCatalog, type FlowPackage } from '../catalog.ts';
import { PIECES } from '../pieces.ts';
import { triggerOf, walkSteps, type RawStep } from '../edit/walk-steps.ts';
import { blocking, checkFlow } from './check-flow.ts';

type Edit = (parts: { step: (name: string) => RawStep; flow: Record<string, unknown> }) => void;

const catalog = await loadCatalog();
const triage = catalog.find((one) => one.id === 'email-triage') as FlowPackage;

/** What is found in email-triage after somebody has worked on it. */
function findings(edit: Edit, manifest: object = {}) {
  const flow = structuredClone(triage.flow) as Record<string, unknown>;
  const steps = walkSteps(triggerOf(flow));
  edit({ flow, step: (name) => steps.find((one) => one.name === name) as RawStep });
  return checkFlow({ flow, manifest: { ...triage.manifest, ...manifest } }, PIECES).findings;
}

const input = (step: RawStep) => step.settings?.['input'] as Record<string, unknown>;

test.each(catalog.map((one) => [one.id, one] as const))('%s has nothing to mend', (_, one) => {
  expect(checkFlow(one, PIECES).findings).toEqual([]);
});

test('what the engine refuses is told with its step', () => {
  const found = findings(({ step }) => {
    const { settings } = step('classify');
    if (settings) settings['actionName'] = 'guess';
  });
  expect(found).toContainEqual(
    expect.objectContaining({ step: 'classify', problem: expect.stringContaining('no action "guess"') }),
  );
});

test('an input that Activepieces has no settings for is told, with what to add', () => {
  const found = findings(({ step }) => {
    delete (step('classify').settings?.['propertySettings'] as Record<string, unknown>)['body'];
  });
  expect(found).toEqual([
    {
      step: 'classify',
      problem: 'propertySettings has no "body"',
      remedy: expect.stringContaining('"body": { "type": "MANUAL" }'),
      engine: null,
    },
  ]);
});

test('parts that an import needs must be there', () => {
  const found = findings(({ step, flow }) => {
    delete step('trigger')['lastUpdatedDate'];
    delete step('classify')['skip'];
    delete step('route_verdict').displayName;
    flow['pieces'] = [];
  });
  expect(found.map((one) => [one.step, one.problem.split(':')[0]])).toEqual([
    [null, '"pieces" does not list the pieces of its steps'],
    ['trigger', 'lastUpdatedDate'],
    ['classify', 'skip'],
    ['route_verdict', 'displayName'],
  ]);
});

test('sample data does not belong in a file', () => {
  const found = findings(({ step }) => {
    const { settings } = step('classify');
    if (settings) settings['sampleData'] = { sampleDataFileId: 'x', lastTestDate: '2026-01-01' };
  });
  expect(found).toEqual([
    expect.objectContaining({ step: 'classify', problem: expect.stringContaining('sample') }),
  ]);
});

test.each([
  ['Bearer abcdef0123456789', 'body'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'body'],
  ['https://ada:pa55word@odoo.example', 'body'],
  ['aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQ9MQ', 'body'],
  ['-----BEGIN PRIVATE KEY-----', 'body'],
  ['hunter2', 'job_token'],
  ['3Kx8Q~abcdefghijklmnopqrstuvwxyz01234', 'body'],
  ['9f2c4e6a8b0d1f3e5a7c9b1d3f5e7a9c0b2d4f6e', 'body'],
  ['sk_live_abcdefghijklmnop', 'body'],
  ['xoxb-1234567890-abcdefghij', 'body'],
])('%s in %s is taken for a secret, and not repeated', (text, field) => {
  const found = findings(({ step }) => {
    input(step('classify'))[field] = text;
  });
  expect(found).toEqual([
    expect.objectContaining({ step: 'classify', problem: `input.${field} looks like a secret` }),
  ]);
  expect(JSON.stringify(found)).not.toContain(text);
});

test.each([
  ['auth', 'hunter2', 'auth'],
  ['auth', { props: { base_url: 'https://x.example' } }, 'auth.props.base_url'],
  ['body', { headers: [{ name: 'Authorization', value: 'hunter2' }] }, 'body.headers.0.Authorization'],
  ['body', { tokens: ['hunter2'] }, 'body.tokens.0'],
])('what stands in %s as %j is taken for a secret', (field, value, path) => {
  const found = findings(({ step }) => {
    input(step('classify'))[field] = value;
  });
  expect(found).toContainEqual(
    expect.objectContaining({ step: 'classify', problem: `input.${path} looks like a secret` }),
  );
  expect(JSON.stringify(found)).not.toContain('hunter2');
});

test.each([
  '{{trigger["job_token"]}}',
  'Please quote 40 gate valves, DN50.',
  '0198b1e4-7c1a-7e0e-9d2b-2f6f1f0c5a01',
  'AQMkAGI2TG93AAAuAAADiQ8RQqGRQk2cQf7i3f0c9wEAeV0m5zL1tE2JZ8w0kQ1XbAAAAgEMAAAA',
  'AAMkAGI2TG93AAAuAAADiQ8RQqGRQk2cQf7i3f0c9wEAeV0m5zL1tE2JZ8w0kQ1XbAAA-_IBEMAAA=',
])('%s is no secret', (text) => {
  expect(
    findings(({ step }) => {
      input(step('classify'))['body'] = text;
    }),
  ).toEqual([]);
});

test('a knob is declared and read, or it is a mistake', () => {
  const knob = { type: 'boolean', label: 'L', help: 'H', default: true };
  const problems = findings(() => undefined, { knobs: { loud: knob } }).map((one) => one.problem);
  expect(problems).toEqual([
    'it reads the knob "confidence_floor", which the manifest does not declare',
    'the knob "loud" changes nothing: no step reads it',
  ]);
});

test('a flow that nothing starts is a mistake', () => {
  const [found] = findings(() => undefined, { events: { in: [], out: [] } });
  expect(found?.remedy).toContain('events.in');
});

test('what only n8n cannot do keeps a flow from n8n alone', () => {
  const found = findings(({ step }) => {
    input(step('classify'))['body'] = "{{trigger['constructor']}}";
    input(step('classify'))['subject'] = "{{trigger['toString']}}";
  });
  expect(blocking(found, 'embedded').map((one) => one.engine)).not.toContain('n8n');
  const inherited = findings(({ step }) => {
    input(step('classify'))['subject'] = "{{trigger['toString']}}";
  });
  expect(blocking(inherited, 'embedded')).toEqual([]);
  expect(blocking(inherited, 'n8n')).toEqual([
    expect.objectContaining({
      step: 'classify',
      engine: 'n8n',
      problem: expect.stringContaining('"toString"'),
    }),
  ]);
});
