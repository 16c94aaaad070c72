import ipaddr from 'ipaddr.js';

/**
 * What counts as one origin when tries are counted: an IPv4 address, or a /64 of IPv6, since a single customer holds at least
 * that much and could otherwise use a new address for each try.
 */
export function clientNetwork(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  // `process` also turns ::ffff:192.0.2.1, which a dual-stack socket reports, back into 192.0.2.1.
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(
    `${parsed.toNormalizedString().replace(/%.*$/, '')}/64`,
  ).toString();
}
