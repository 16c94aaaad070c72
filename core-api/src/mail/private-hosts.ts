import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { guardedLookup, notPublic } from './guarded-lookup.ts';
import { isPublicAddress } from './public-address.ts';

/**
 * Servers in private networks that may be connected to: names as accounts write them, or `*` for all. An account's host is
 * written by a tenant, so an installation that serves several must not let them look around in its own network.
 */
export type PrivateHosts = readonly string[];

/** The `lookup` for a connection to `host`, which answers public addresses only unless the host is listed. */
export function lookupFor(host: string, privateHosts: PrivateHosts): LookupFunction {
  const anywhere = isListed(host, privateHosts);
  return guardedLookup(
    (name) => lookup(name, { all: true }),
    (address) => anywhere || isPublicAddress(address),
  ) as LookupFunction;
}

/** Sockets look up no literal address, so it is checked beforehand. @throws Refused */
export function demandAllowed(host: string, privateHosts: PrivateHosts): void {
  if (isIP(host) !== 0 && !isPublicAddress(host) && !isListed(host, privateHosts)) throw notPublic();
}

function isListed(host: string, privateHosts: PrivateHosts): boolean {
  return privateHosts.includes('*') || privateHosts.includes(host.toLowerCase());
}
