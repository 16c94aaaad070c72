import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuthFixture, type AuthFixture } from './testing/auth-fixture.ts';

let fixture: AuthFixture;
beforeAll(async () => {
  fixture = await createAuthFixture();
});
afterAll(() => fixture.close());

async function me(email: string): Promise<unknown> {
  const { access } = await fixture.signIn(email);
  return (await fixture.send('GET', '/api/v1/me/', { token: access })).body;
}

test('an entity role sees itself, its tenant and its entities', async () => {
  expect(await me('manager@alpha.example')).toEqual({
    user_id: expect.any(String),
    email: 'manager@alpha.example',
    name: 'manager of alpha',
    role: 'manager',
    tenant: { id: fixture.alpha.id, slug: 'alpha', name: 'Tenant alpha' },
    entities: [{ id: fixture.alpha.entities['north'], slug: 'north', name: 'alpha north' }],
  });
});

test('an HQ role sees every entity of its own tenant', async () => {
  expect(await me('ops@beta.example')).toMatchObject({
    tenant: { slug: 'beta' },
    entities: [{ slug: 'north' }, { slug: 'south' }],
  });
});
