import type { Role } from '@pebble/contract/roles';
import type { TestCore } from '../../../../test/test-core.ts';

const tokens = new WeakMap<TestCore, Map<string, Promise<string>>>();

/** The token of a person, signed in once for each test core: signing in is slow on purpose, and counted. */
export function tokenOf(test: TestCore, role: Role, tenant: 'ours' | 'theirs' = 'ours'): Promise<string> {
  const known = tokens.get(test) ?? new Map<string, Promise<string>>();
  tokens.set(test, known);
  const token = known.get(`${role} ${tenant}`) ?? test.signIn(role, tenant);
  known.set(`${role} ${tenant}`, token);
  return token;
}
