/** Whose rows a transaction sees, and whom the rows it writes are put down to. */
export interface Scope {
  tenantId: string;
  /** `all` for HQ roles; otherwise the ids of the entities in scope. */
  entities: 'all' | readonly string[];
  /** `user:<id>`, `flow:<flow id>`, `source:<id>`, `mail_account:<id>`, `mail_feed:<id>` or `system`. */
  actor: string;
  /** Where the change came from: `api`, `worker`, `seed`, or the name of a connected system. */
  sourceSystem: string;
  correlationId: string;
}

/** The scope in which the product itself acts for a tenant: all entities, no person. */
export function systemScope(tenantId: string, sourceSystem: string, correlationId: string): Scope {
  return { tenantId, entities: 'all', actor: 'system', sourceSystem, correlationId };
}
