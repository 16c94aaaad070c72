import { systemScope, type Scope } from '../../db/scope.ts';

/** Scope for work on a person's own sessions before there is a token: the whole tenant is visible, the person is the actor. */
export function userScope(tenantId: string, userId: string, correlationId: string): Scope {
  return { ...systemScope(tenantId, 'api', correlationId), actor: `user:${userId}` };
}
