import { expect, test } from 'vitest';
import { bearerAuth } from '../auth.ts';
import { pebbleAuth } from '../pebble-auth.ts';
import { camelCase, credentialName, nodeName, triggerName } from './n8n-names.ts';

const outlook = { name: 'my-outlook' };
const token = bearerAuth({ probe: '/me', help: 'Any.' });
const second = { ...token, name: 'client_credentials' };

test('nodes and triggers are named after their connector', () => {
  expect(nodeName(outlook)).toBe('myOutlook');
  expect(triggerName(outlook, { name: 'new_mail' })).toBe('myOutlookNewMailTrigger');
});

test('a credential says which way to sign in it is for only where there are several', () => {
  expect(credentialName({ ...outlook, auths: [token] }, token)).toBe('myOutlookApi');
  expect(credentialName({ ...outlook, auths: [token, second] }, second)).toBe(
    'myOutlookClientCredentialsApi',
  );
  const consent = { authorizeUrl: 'https://a.example', tokenUrl: 'https://a.example', scopes: [] };
  expect(credentialName({ ...outlook, auths: [token] }, { ...token, consent })).toBe('myOutlookOAuth2Api');
});

test('all that signs in to Pebble shares one credential', () => {
  expect(credentialName({ name: 'dedupe', auths: [pebbleAuth] }, pebbleAuth)).toBe('pebbleApi');
});

test('names with digits keep them', () => expect(camelCase('top_10-lists')).toBe('top10Lists'));
