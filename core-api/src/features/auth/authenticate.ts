import type { Caller } from '../../http/caller.ts';
import type { Authenticate } from '../../http/dispatch.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { ApiClaims } from './claims.ts';
import type { SessionGate } from './session-gate.ts';
import { TokenError, type Tokens } from './tokens.ts';

const BEARER = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;

/**
 * Turns `Authorization: Bearer …` into the person or the job behind it. Refusals tell an expired token from an invalid one,
 * since a client refreshes after the one and signs in after the other, and tell nothing else. A database that does not
 * answer is no refusal: it would sign everybody out.
 */
export function createAuthenticate(deps: { tokens: Tokens; gate: SessionGate }): Authenticate {
  return async (header) => {
    const claims = readClaims(deps.tokens, header);
    if (claims.type === 'access' && !(await deps.gate.isOpen(claims))) throw refused('invalid');
    return callerOf(claims);
  };
}

function readClaims(tokens: Tokens, header: string | undefined): ApiClaims {
  const token = header === undefined ? undefined : BEARER.exec(header)?.[1];
  if (token === undefined) throw refused('invalid');
  try {
    return tokens.verifyApiToken(token);
  } catch (error) {
    throw error instanceof TokenError ? refused(error.reason) : error;
  }
}

function refused(reason: TokenError['reason']): ApiProblem {
  return new ApiProblem('unauthenticated', { detail: reason });
}

function callerOf(claims: ApiClaims): Caller {
  if (claims.type === 'job') {
    const { role, tenant_id: tenantId, entity_id: entityId, inbound_id: inboundId, flow_id: flowId } = claims;
    const { repair, lease_id: leaseId = null, correlation_id: correlationId = null } = claims;
    return { kind: 'job', role, tenantId, entityId, inboundId, flowId, repair, leaseId, correlationId };
  }
  const { user_id: userId, session_id: sessionId, tenant_id: tenantId, role, entities } = claims;
  return { kind: 'person', userId, sessionId, tenantId, role, entities };
}
