import { PIECES } from '@pebble/flows/pieces';
import type { Connector } from '@pebble/kit/connector';
import { laned } from '@pebble/kit/host/lanes';
import { retrying } from '@pebble/kit/host/retrying';
import { pebbleAuth } from '@pebble/kit/pebble-auth';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outside } from './features/feeds/create-feeds.ts';
import type { PrivateHosts } from './mail/private-hosts.ts';
import { withBreaker } from './worker/breaker.ts';
import { connectionHttp } from './worker/outside-http.ts';

/** What a process brings to the systems that tenants connect. One for a process, because its lanes and breakers are. */
export function createOutside(settings: { privateHosts: PrivateHosts; publicUrl: string | null }): Outside {
  const http = retrying(laned(withBreaker(connectionHttp(settings.privateHosts))), {
    sleep: (ms) => sleep(ms, undefined, { ref: false }),
    random: Math.random,
  });
  return { connectors: connectable(Object.values(PIECES)), http, publicUrl: settings.publicUrl };
}

/** Our own pieces speak to this very installation, and nobody has to connect it. */
function connectable(connectors: readonly Connector[]): Connector[] {
  return connectors.filter(({ auth }) => auth !== pebbleAuth);
}
