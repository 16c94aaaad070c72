import { Webhook } from 'standardwebhooks';

/** The headers of a Standard Webhooks delivery, as they came. */
export interface DeliveryHeaders {
  id: string | undefined;
  timestamp: string | undefined;
  signature: string | undefined;
}

/** Longer is no id; it would only be a way to make us keep things. */
const MAX_ID = 256;

/** Held against when there is no secret, so that an unknown source takes as long to refuse as a wrong signature. */
const NOBODYS_SECRET = `whsec_${Buffer.alloc(32).toString('base64')}`;

/**
 * True when one of the secrets signed these bytes within the last five minutes. All secrets are tried whatever the
 * outcome, and the answer does not say what was wrong: time and words would both help somebody who guesses.
 */
export function isSigned(secrets: readonly string[], headers: DeliveryHeaders, bytes: Uint8Array): boolean {
  const { id = '', timestamp = '', signature = '' } = headers;
  // The library wants a Buffer by its name, and takes the digits at the front of a timestamp for the whole.
  const payload = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fits = (secret: string) =>
    verifies(secret, payload, {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signature,
    });
  const found = (secrets.length > 0 ? secrets : [NOBODYS_SECRET]).map(fits).includes(true);
  return found && secrets.length > 0 && id.length <= MAX_ID && /^\d+$/.test(timestamp);
}

function verifies(secret: string, payload: Buffer, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(payload, headers, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}
