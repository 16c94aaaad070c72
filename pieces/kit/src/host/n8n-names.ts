import type { Auth } from '../auth.ts';
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

/** `outlookClientCredentialsApi`. Connectors that sign in to Pebble share one, because a flow has one connection to it. */
export function credentialName(connector: Named & { readonly auths: readonly Auth[] }, auth: Auth): string {
  if (auth === pebbleAuth) return 'pebbleApi';
  const which = connector.auths.length > 1 ? `-${auth.name}` : '';
  return camelCase(`${connector.name}${which}`) + (auth.consent ? 'OAuth2Api' : 'Api');
}

/** `order_id` and `order-id` become `orderId`. */
export function camelCase(name: string): string {
  return name.replace(/[-_]+([a-z0-9])/g, (_, first: string) => first.toUpperCase());
}
