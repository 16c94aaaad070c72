// Generated from pieces/kit/src/signed-webhook.ts by `npm run nodes:generate`: change it there.
import { AuthError } from './errors';
import { sameSecret } from './same-secret';
import type { WebhookPayload } from './trigger';

// What every host offers by these names, Node and browsers alike; the types of either would bring along much that some lack.
declare const crypto: {
  subtle: {
    importKey(
      format: 'raw',
      key: Uint8Array,
      algorithm: { name: 'HMAC'; hash: 'SHA-256' },
      extractable: false,
      uses: ['sign'],
    ): Promise<object>;
    sign(algorithm: 'HMAC', key: object, data: Uint8Array): Promise<ArrayBuffer>;
  };
};
declare function atob(base64: string): string;
declare function btoa(latin1: string): string;
declare class TextEncoder {
  encode(text: string): Uint8Array;
}

/** How far the sender's clock may be from ours, and how old a call may be. */
const TOLERANCE_S = 5 * 60;
const PREFIX = 'whsec_';

/**
 * Checks a call by Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over `id.timestamp.body`, several signatures beside each
 * other while a secret is being changed.
 *
 * @param secret `whsec_` and base64
 * @param now milliseconds since 1970
 * @throws AuthError; it does not say what was wrong, which would help those who guess
 */
export async function verifySigned(payload: WebhookPayload, secret: string, now: number): Promise<void> {
  const { 'webhook-id': id, 'webhook-timestamp': sent, 'webhook-signature': given } = payload.headers;
  const { raw } = payload;
  if (raw === undefined) throw new AuthError('This host keeps no raw body, so no signature can be checked');
  const fresh = /^\d{1,15}$/.test(sent ?? '') && Math.abs(now / 1000 - Number(sent)) <= TOLERANCE_S;
  if (!id || !given || !fresh) throw refusal();
  const expected = await signed(secret, { id, timestamp: Number(sent), body: raw });
  // All of them are compared, whichever fits.
  const fits = given.split(' ').map((one) => sameSecret(one, expected));
  if (!fits.includes(true)) throw refusal();
}

/** The signature of a call, as its header holds it: `v1,` and base64. Throws AuthError for a secret that is none. */
export async function signed(
  secret: string,
  message: { id: string; timestamp: number; body: string },
): Promise<string> {
  const key = await crypto.subtle.importKey(
    'raw',
    bytesOf(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const text = `${message.id}.${message.timestamp}.${message.body}`;
  const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text));
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(mac)))}`;
}

function bytesOf(secret: string): Uint8Array {
  try {
    const bytes = Uint8Array.from(atob(secret.replace(PREFIX, '')), (letter) => letter.charCodeAt(0));
    if (bytes.length > 0) return bytes;
  } catch {
    // Falls through to the one answer.
  }
  throw new AuthError('The signing secret must be whsec_ and base64, as Pebble shows it');
}

function refusal(): AuthError {
  return new AuthError('The call is not signed as it should be');
}
