import type { Role } from '@pebble/contract/roles';
import type { Scope } from '../db/scope.ts';

/** A person with a session. */
export interface Person {
  kind: 'person';
  userId: string;
  sessionId: string;
  tenantId: string;
  role: Exclude<Role, 'flow'>;
  /** `all` for HQ roles. */
  entities: 'all' | readonly string[];
}

/** A flow that works on one mail, for minutes. */
export interface Job {
  kind: 'job';
  role: 'flow';
  tenantId: string;
  entityId: string;
  /** The mail that the token is bound to. */
  inboundId: string;
  flowId: string;
  /** Which form of the mail: 0 as it came, otherwise the version of its repair. */
  repair: number;
  /** The lease under which a flow in another engine works; null in our own. */
  leaseId: string | null;
  /** Of what the job is part of; null leaves it to the request. */
  correlationId: string | null;
}

export type Caller = Person | Job;

/** The rows that a caller may see, and whom its changes are put down to. */
export function scopeOf(caller: Caller, correlationId: string): Scope {
  return {
    tenantId: caller.tenantId,
    entities: caller.kind === 'job' ? [caller.entityId] : caller.entities,
    actor: caller.kind === 'job' ? `flow:${caller.flowId}` : `user:${caller.userId}`,
    sourceSystem: caller.kind === 'job' ? 'flow' : 'api',
    correlationId,
  };
}
