// Generated from core-api/contract/src/roles.ts by `npm run nodes:generate`: change it there.
import { z } from 'zod/v4';

/**
 * Who may act. `admin`, `integrator` and `ops` see every entity of their tenant, the others their own entities.
 * `flow` is no person: it is the short-lived token of one job.
 */
export const Role = z.enum(['admin', 'manager', 'agent', 'client', 'integrator', 'ops', 'flow']);
export type Role = z.infer<typeof Role>;

/** Every role that a person can sign in with. */
export const PERSON_ROLES = ['admin', 'manager', 'agent', 'client', 'integrator', 'ops'] as const;

/** Roles whose scope is the whole tenant. */
export const HQ_ROLES: readonly Role[] = ['admin', 'integrator', 'ops'];
