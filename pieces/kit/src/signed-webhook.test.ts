import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { AuthError } from './errors.ts';
import { signed, verifySigned } from './signed-webhook.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER = 'whsec_QSwvO1cE7gOBdH3UyZ2sXn4mT8kLrPaE';
const NOW = Date.UTC(2026, 2, 2, 9, 15);
const BODY = '{"subject":"Käse – 40 €"}';

function call(change: { body?: string; at?: number; id?: string; secret?: string; signature?: string } = {}) {
  const { body = BODY, at = NOW, id = 'msg_1', secret = SECRET } = change;
  const timestamp = Math.floor(at / 1000);
  const signature = change.signature ?? new Webhook(secret).sign(id, new Date(at), body);
  return {
    headers: { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signature },
    query: {},
    body: JSON.parse(body) as unknown,
    raw: body,
  };
}

test('a call that the reference library has signed is taken', async () => {
  await expect(verifySigned(call(), SECRET, NOW)).resolves.toBeUndefined();
});

test('what is signed here is what the reference library signs', async () => {
  const message = { id: 'msg_1', timestamp: Math.floor(NOW / 1000), body: BODY };
  expect(await signed(SECRET, message)).toBe(new Webhook(SECRET).sign('msg_1', new Date(NOW), BODY));
});

test('any of several signatures will do, so that a secret can be changed', async () => {
  const fits = call().headers['webhook-signature'];
  const wrong = call({ secret: OTHER }).headers['webhook-signature'];
  for (const signature of [`${wrong} ${fits}`, `${fits} ${wrong}`, `v2,abc ${fits}`]) {
    await expect(verifySigned(call({ signature }), SECRET, NOW)).resolves.toBeUndefined();
  }
});

test('a clock may be five minutes off, and no more', async () => {
  for (const minutes of [-4.9, 4.9]) {
    await expect(verifySigned(call({ at: NOW + minutes * 60_000 }), SECRET, NOW)).resolves.toBeUndefined();
  }
  for (const minutes of [-5.1, 5.1]) {
    const late = verifySigned(call({ at: NOW + minutes * 60_000 }), SECRET, NOW);
    await expect(late).rejects.toThrow(AuthError);
  }
});

const signedCall = call();
test.each([
  ['another secret', call({ secret: OTHER })],
  ['another body', { ...signedCall, raw: `${BODY} ` }],
  ['another id', { ...signedCall, headers: { ...signedCall.headers, 'webhook-id': 'msg_2' } }],
  ['another time', { ...signedCall, headers: { ...signedCall.headers, 'webhook-timestamp': '1' } }],
  ['a time that is none', { ...signedCall, headers: { ...signedCall.headers, 'webhook-timestamp': 'NaN' } }],
  ['an empty signature', call({ signature: '' })],
  ['no version', call({ signature: 'abc' })],
  ['no headers', { ...signedCall, headers: {} }],
])('%s is refused, without a word about what is wrong', async (_, payload) => {
  await expect(verifySigned(payload, SECRET, NOW)).rejects.toThrow(
    new AuthError('The call is not signed as it should be'),
  );
});

test('without the bytes nothing is taken on trust', async () => {
  const { headers, query, body } = call();
  await expect(verifySigned({ headers, query, body }, SECRET, NOW)).rejects.toThrow(AuthError);
});

test.each(['', 'whsec_', 'whsec_%%%'])('the secret %j is none, and is not repeated', async (secret) => {
  await expect(verifySigned(call(), secret, NOW)).rejects.toThrow(/must be whsec_ and base64/);
});
