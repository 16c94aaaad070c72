import { expect, test } from 'vitest';
import { apiKeyAuth, bearerAuth } from '../auth.ts';
import { accountOf } from './account.ts';

const connector = {
  auths: [
    apiKeyAuth({ header: 'x-key', probe: '/me', help: 'In the settings.' }),
    bearerAuth({ probe: '/me', help: 'In the settings.' }),
  ],
} as const;
const base_url = 'https://api.example';
const account = (auth: string, credential: Record<string, string>) =>
  accountOf(connector, { auth, credential });

test('a new secret leaves the account the same', () => {
  const before = account('api_key', { base_url, api_key: 'one' });
  expect(account('api_key', { base_url, api_key: 'two' })).toBe(before);
  expect(before).not.toContain('one');
});

test('another address, or another way to sign in, is another account', () => {
  const before = account('api_key', { base_url, api_key: 'one' });
  expect(account('api_key', { base_url: 'https://other.example', api_key: 'one' })).not.toBe(before);
  expect(account('token', { base_url, token: 'one' })).not.toBe(before);
});
