import { describe, expect, test } from 'vitest';
import { sealOf } from './sealed.ts';

const credential = { base_url: 'https://a.example', password: 'correct horse' };
const session = { values: { access_token: 'token-1' }, expiresIn: 3600, until: 5 };

describe('a seal', () => {
  test('opens what it has closed, each time another text', async () => {
    const seal = await sealOf('acme.login', credential);
    const closed = seal.close(session);
    expect(seal.open(closed)).toEqual(session);
    expect(seal.close(session)).not.toBe(closed);
    expect(closed).not.toContain('token');
  });
  test('is the same for the same credential, in any order, and made once', async () => {
    const again = { password: credential.password, base_url: credential.base_url };
    expect(await sealOf('acme.login', again)).toBe(await sealOf('acme.login', credential));
  });
  test.each<[string, string, Record<string, string>]>([
    ['another secret', 'acme.login', { ...credential, password: 'correct horsf' }],
    ['another way to sign in', 'acme.key', credential],
    ['another connector', 'bcme.login', credential],
  ])('of %s opens nothing, and has another id', async (_, name, values) => {
    const seal = await sealOf('acme.login', credential);
    const other = await sealOf(name, values);
    expect(other.id).not.toBe(seal.id);
    expect(other.open(seal.close(session))).toBeNull();
  });
  test.each([null, undefined, 7, '', 'no base64!', 'AAAA', { a: 1 }])(
    'opens nothing of %j',
    async (sealed) => {
      expect((await sealOf('acme.login', credential)).open(sealed)).toBeNull();
    },
  );
  test('notices a change of a single byte', async () => {
    const seal = await sealOf('acme.login', credential);
    const bytes = Buffer.from(seal.close(session), 'base64');
    for (const at of [0, 13, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(seal.open(changed.toString('base64'))).toBeNull();
    }
  });
  test('says nothing of the credential in its id, which fits a key of the store', async () => {
    const { id } = await sealOf('acme.login', credential);
    expect(id).toMatch(/^[0-9a-f]{40}$/);
  });
});
