import type { Auth } from '../auth.ts';
import type { Field } from '../field.ts';
import { pebbleAuth } from '../pebble-auth.ts';

/**
 * What things are called in n8n. The generator of the nodes and the compiler of flows both go by it; a name never changes, because
 * workflows hold it.
 */
export const N8N_PACKAGE = 'n8n-nodes-pebble';

/** The parameter that makes a node give one item `{ output }` with all that its operation returned; compiled flows set it. */
export const WHOLE_OUTPUT = 'wholeOutput';

interface Named {
  readonly name: string;
}

/** `outlook`, `myCrm`: the node of a connector, without the package. */
export function nodeName(connector: Named): string {
  return camelCase(connector.name);
}

/** `outlookNewMailTrigger`. */
export function triggerName(connector: Named, trigger: Named): string {
  return camelCase(`${connector.name}-${trigger.name}-trigger`);
}

/**
 * `pebbleOutlookClientCredentialsApi`. The prefix is needed: a type of credential has no package before it, and n8n itself has an
 * `odooApiKeyApi`. Connectors that sign in to Pebble share one, because a flow has one connection to it.
 */
export function credentialName(connector: Named & { readonly auths: readonly Auth[] }, auth: Auth): string {
  if (auth === pebbleAuth) return 'pebbleApi';
  const which = connector.auths.length > 1 ? `-${auth.name}` : '';
  return camelCase(`pebble-${connector.name}${which}`) + (auth.consent ? 'OAuth2Api' : 'Api');
}

/** The property of a credential that holds a field: `baseUrl` for `base_url`, as in all of n8n. */
export function credentialProperty(field: string): string {
  return camelCase(field);
}

/** Parameters of a node of operations besides its fields: which operation, what it is about, and which way to sign in. */
export const OPERATION = 'operation';
export const RESOURCE = 'resource';
export const AUTHENTICATION = 'authentication';

/** A value of `resource`, for an operation's group; null where the connector sorts nothing and there is no such parameter. */
export function resourceName(
  connector: { readonly operations: readonly { readonly group?: string }[] },
  operation: { readonly group?: string },
): string | null {
  if (!connector.operations.some(({ group }) => group)) return null;
  return camelCase(
    resourceLabel(operation)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-'),
  );
}

/** n8n's rules want a resource in the singular. */
export function resourceLabel({ group = 'Other' }: { readonly group?: string }): string {
  return group.replace(/ies$/, 'y').replace(/([^su])s$/, '$1');
}

/**
 * The parameter that holds a field. n8n has no number, switch or choice that is left empty, so what may be left out lies in the
 * collection `additionalFields`, where it is there only when somebody has added it.
 */
export function parameterOf(name: string, field: Field): { name: string; collection: string | null } {
  const mayBeAbsent = !field.required && field.default === undefined;
  return { name: RESERVED.has(name) ? `${name}Field` : name, collection: mayBeAbsent ? ADDITIONAL : null };
}

export const ADDITIONAL = 'additionalFields';

/** The node that routes as Activepieces does; one output for each branch, then one that always goes on. See nodes/README.md. */
export const ROUTER = 'router';

const RESERVED: ReadonlySet<string> = new Set([
  ...[OPERATION, RESOURCE, AUTHENTICATION, WHOLE_OUTPUT, ADDITIONAL],
  // Of another trigger's parameters; and n8n's rules demand a default of 50 of whatever has this name.
  ...['notify', 'limit'],
]);

/** `order_id` and `order-id` become `orderId`. */
export function camelCase(name: string): string {
  return name.replace(/[-_]+([a-z0-9])/g, (_, first: string) => first.toUpperCase());
}
