import { expect, test } from 'vitest';
import { apiKeyAuth } from '../auth.ts';
import { nextStep } from './next-step.ts';
import { sampleConnector, type Spoil } from './sample-connector.ts';

const auth = (header: string, probe: string) => apiKeyAuth({ header, probe, help: 'Help.' });

test('a connector that is finished has none', async () => {
  expect(await nextStep(sampleConnector())).toBeNull();
});

test.each<[string, Spoil, string]>([
  ['the header of a credential', { auth: auth('NEXT STEP 1: name it.', '/me') }, 'Next step (1): name it.'],
  ['the probe', { auth: auth('x-key', 'NEXT STEP 2: a read.') }, 'Next step (2): a read.'],
  [
    'a path of the client',
    { run: (send) => send('PUT', '/NEXT STEP 3: the path;/a') },
    'Next step (3): the path',
  ],
  ['a label', { label: 'NEXT STEP 4: the label' }, 'Next step (4): the label'],
  [
    'several, of which the lowest leads',
    { auth: auth('x-key', 'NEXT STEP 2: a read.'), label: 'NEXT STEP 10: later' },
    'Next step (2): a read.',
  ],
])('one that stands in the place of %s is told', async (_, spoil, step) => {
  expect(await nextStep(sampleConnector(spoil))).toBe(step);
});
