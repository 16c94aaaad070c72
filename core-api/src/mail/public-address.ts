import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Cloud platforms answer here with secrets of the host although the addresses lie in public space. */
const PLATFORM_ADDRESSES = new Set(['168.63.129.16']);

/**
 * True for an address of the public internet: global unicast, and no IPv6 form that carries a private IPv4 address
 * inside. Everything unknown is not public.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv4) return isPublicIPv4(parsed);
  const carried = carriedIPv4(parsed);
  if (carried) return isPublicIPv4(carried);
  // The library calls all of ::/3 and 4000::/2 unicast as well; only 2000::/3 is in use.
  return parsed.range() === 'unicast' && isGlobalUnicast(parsed);
}

function isPublicIPv4(address: ipaddr.IPv4): boolean {
  return address.range() === 'unicast' && !PLATFORM_ADDRESSES.has(address.toString());
}

function isGlobalUnicast({ parts }: ipaddr.IPv6): boolean {
  return (parts[0] ?? 0) >> 13 === 0b001;
}

/** The IPv4 address that a connection would really reach: IPv4-mapped, NAT64 (64:ff9b::/96) or 6to4. */
function carriedIPv4(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const { parts } = address;
  const [a, b, c, d, e, f, g = 0, h = 0] = parts;
  if (!a && !b && !c && !d && !e && f === 0xffff) return fromWords(g, h);
  if (a === 0x64 && b === 0xff9b && !c && !d && !e && !f) return fromWords(g, h);
  if (a === 0x2002) return fromWords(b ?? 0, c ?? 0);
  return null;
}

function fromWords(high: number, low: number): ipaddr.IPv4 {
  return new ipaddr.IPv4([high >> 8, high & 0xff, low >> 8, low & 0xff]);
}
