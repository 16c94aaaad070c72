import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** SHA-256 of a flow in canonical form, hex: the same for the same flow, however it was laid out or stored. */
export function contentHash(flow: unknown): string {
  return createHash('sha256').update(canonicalJson(flow)).digest('hex');
}
