import { loadCatalog, type FlowPackage } from '@pebble/flows/catalog';
import { compileForN8n } from '@pebble/flows/n8n/compile';
import { PIECES } from '@pebble/flows/pieces';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openN8n, type N8n } from './n8n-api.ts';
import { authsHeld, withCredentials } from './n8n-credentials.ts';
import { startN8nStandIn } from './testing/n8n-stand-in.ts';

let standIn: Awaited<ReturnType<typeof startN8nStandIn>>;
let api: N8n;
beforeAll(async () => {
  standIn = await startN8nStandIn();
  api = openN8n({ url: standIn.url, apiKey: standIn.apiKey });
});
afterAll(() => standIn.close());

const lead = (await loadCatalog()).find((one) => one.id === 'lead-to-odoo') as FlowPackage;
const request = { tenant: 'acme', publicUrl: 'https://pebble.example', secret: 'whsec_eA==', pieces: PIECES };

async function attach() {
  const held = await api.listCredentials();
  const auths = authsHeld(held, 'acme', { flow: lead.flow, pieces: PIECES });
  const workflow = compileForN8n({ ...lead, pieces: PIECES }, { auths });
  return { auths, nodes: await withCredentials(api, workflow, { ...request, held }) };
}

test('what is missing is told with every type that would do', async () => {
  await expect(attach()).rejects.toThrow(
    /"acme_odoo" of type pebbleOdooApi, nor "acme_outlook" of type pebbleOutlook\w+ or pebbleOutlook\w+/,
  );
  // Nothing was made meanwhile.
  expect(standIn.held.credentials.size).toBe(0);
});

test('the way to sign in is the one that n8n has a credential for, of this organisation', async () => {
  const outlook = PIECES['@pebble/piece-outlook'];
  const delegated = outlook?.auths.find((auth) => auth.consent);
  for (const [name, type] of [
    ['acme_odoo', 'pebbleOdooApi'],
    ['acme_outlook', 'pebbleOutlookDelegatedOAuth2Api'],
    ['beta_outlook', 'pebbleOutlookAppApi'],
  ] as const) {
    await api.createCredential({ name, type, data: {} });
  }
  const { auths, nodes } = await attach();
  expect(auths['outlook']).toBe(delegated?.name);
  const reply = nodes.find((node) => node.type.endsWith('.outlook'));
  expect(reply?.parameters['authentication']).toBe(delegated?.name);
  expect(reply?.credentials).toEqual({
    pebbleOutlookDelegatedOAuth2Api: { id: 'cred-2', name: 'acme_outlook' },
  });
  const made = [...standIn.held.credentials.values()].find((one) => one.type === 'pebbleApi');
  expect(made).toMatchObject({ name: 'acme_pebble', data: { baseUrl: 'https://pebble.example' } });
});

test('two connections of one type are two credentials, and each that is missing is told', async () => {
  const type = 'pebbleOutlookAppApi';
  const nodes = ['outlook', 'archive'].map((name, at) => ({
    ...{ id: name, name, type: 't', typeVersion: 1, parameters: {}, position: [at, 0] as [number, number] },
    credentials: { [type]: { id: null, name } },
  }));
  const workflow = { ...compileForN8n({ ...lead, pieces: PIECES }), nodes };
  const all = ['outlook', 'archive'].map((name) => ({ id: `id of ${name}`, name: `acme_${name}`, type }));
  for (const one of all) {
    const held = all.filter((other) => other !== one);
    await expect(withCredentials(api, workflow, { ...request, held })).rejects.toThrow(`"${one.name}"`);
  }
  const found = await withCredentials(api, workflow, { ...request, held: all });
  expect(found.map((node) => node.credentials?.[type]?.id)).toEqual(['id of outlook', 'id of archive']);
});
