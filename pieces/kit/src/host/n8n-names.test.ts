import { expect, test } from 'vitest';
import { bearerAuth } from '../auth.ts';
import { pebbleAuth } from '../pebble-auth.ts';
import { number, text } from '../field.ts';
import { camelCase, credentialName, nodeName, parameterOf, resourceName, triggerName } from './n8n-names.ts';

const outlook = { name: 'my-outlook' };
const token = bearerAuth({ probe: '/me', help: 'Any.' });
const second = { ...token, name: 'client_credentials' };

test('nodes and triggers are named after their connector', () => {
  expect(nodeName(outlook)).toBe('myOutlook');
  expect(triggerName(outlook, { name: 'new_mail' })).toBe('myOutlookNewMailTrigger');
});

test('a credential says which way to sign in it is for only where there are several', () => {
  expect(credentialName({ ...outlook, auths: [token] }, token)).toBe('pebbleMyOutlookApi');
  expect(credentialName({ ...outlook, auths: [token, second] }, second)).toBe(
    'pebbleMyOutlookClientCredentialsApi',
  );
  const consent = { authorizeUrl: 'https://a.example', tokenUrl: 'https://a.example', scopes: [] };
  expect(credentialName({ ...outlook, auths: [token] }, { ...token, consent })).toBe(
    'pebbleMyOutlookOAuth2Api',
  );
});

test('all that signs in to Pebble shares one credential', () => {
  expect(credentialName({ name: 'dedupe', auths: [pebbleAuth] }, pebbleAuth)).toBe('pebbleApi');
});

test('names with digits keep them', () => expect(camelCase('top_10-lists')).toBe('top10Lists'));

test('an operation is about something only where the connector says so', () => {
  const send = { group: 'Mail folder' };
  expect(resourceName({ operations: [send, {}] }, send)).toBe('mailFolder');
  expect(resourceName({ operations: [send, {}] }, {})).toBe('other');
  expect(resourceName({ operations: [{}] }, {})).toBeNull();
});

test('what may be left out lies in a collection, and no field takes the place of a parameter of the node', () => {
  const collection = 'additionalFields';
  expect(parameterOf('to', text('To', { help: 'Any.', required: true }))).toEqual({
    name: 'to',
    collection: null,
  });
  expect(parameterOf('size', number('Size', { help: 'Any.' }))).toEqual({ name: 'size', collection });
  expect(parameterOf('top', number('Top', { help: 'Any.', default: 5 })).collection).toBeNull();
  expect(parameterOf('resource', text('R', { help: 'Any.' })).name).toBe('resourceField');
});
