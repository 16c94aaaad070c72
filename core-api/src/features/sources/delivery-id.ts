import { createHash } from 'node:crypto';

/**
 * The tracking id of a delivery: the same source and webhook-id give the same UUID (version 8), so that the key of
 * `inbound_emails` decides that a repeat is one, also between two that arrive in the same moment.
 */
export function deliveryId(sourceId: string, webhookId: string): string {
  const bytes = createHash('sha256').update(`${sourceId}\n${webhookId}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
