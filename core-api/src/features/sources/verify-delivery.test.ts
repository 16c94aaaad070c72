import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { isSigned } from './verify-delivery.ts';

const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;
const SECRET = newSecret();
const BODY = '{"subject":"Größe 40 – Ventile"}';
const bytes = Buffer.from(BODY);

function signed(secret = SECRET, at = new Date(), body = BODY, id = 'msg_1') {
  return {
    id,
    timestamp: String(Math.floor(at.getTime() / 1000)),
    signature: new Webhook(secret).sign(id, at, body),
  };
}
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);

describe('a delivery', () => {
  it('is signed by the secret, over the bytes as they came', () => {
    expect(isSigned([SECRET], signed(), bytes)).toBe(true);
    expect(isSigned([SECRET], signed(), new Uint8Array(bytes))).toBe(true);
    expect(isSigned([SECRET], signed(), Buffer.from(`${BODY} `))).toBe(false);
  });

  it('fits when any of several secrets fits, wherever it stands', () => {
    const others = [newSecret(), newSecret()];
    expect(isSigned([...others, SECRET], signed(), bytes)).toBe(true);
    expect(isSigned([SECRET, ...others], signed(), bytes)).toBe(true);
    expect(isSigned(others, signed(), bytes)).toBe(false);
  });

  it('may carry several signatures, as a sender that changes its secret does', () => {
    const old = signed(newSecret());
    const headers = { ...signed(), signature: `${old.signature} v2,abc ${signed().signature}` };
    expect(isSigned([SECRET], headers, bytes)).toBe(true);
  });

  it('is not taken when its clock is more than five minutes off', () => {
    expect(isSigned([SECRET], signed(SECRET, ago(290)), bytes)).toBe(true);
    expect(isSigned([SECRET], signed(SECRET, ago(-290)), bytes)).toBe(true);
    expect(isSigned([SECRET], signed(SECRET, ago(320)), bytes)).toBe(false);
    expect(isSigned([SECRET], signed(SECRET, ago(-320)), bytes)).toBe(false);
  });

  it('is not taken under another id or time than it was signed with', () => {
    expect(isSigned([SECRET], { ...signed(), id: 'msg_2' }, bytes)).toBe(false);
    const later = String(Number(signed().timestamp) + 1);
    expect(isSigned([SECRET], { ...signed(), timestamp: later }, bytes)).toBe(false);
  });

  it.each([
    { id: undefined },
    { timestamp: undefined },
    { signature: undefined },
    { timestamp: 'yesterday' },
    { timestamp: `${signed().timestamp}.5` },
    { signature: '' },
    { signature: 'v1,' },
    { signature: 'v1' },
    { signature: `v1a,${signed().signature.slice(3)}` },
  ])('with %j is not taken', (change) => {
    expect(isSigned([SECRET], { ...signed(), ...change }, bytes)).toBe(false);
  });

  it('is not taken with an id that is a text of its own', () => {
    const id = 'x'.repeat(257);
    expect(isSigned([SECRET], signed(SECRET, new Date(), BODY, id), bytes)).toBe(false);
  });
});

it('without any secret nothing is signed, not even with the stand-in that is tried for its time', () => {
  const standIn = `whsec_${Buffer.alloc(32).toString('base64')}`;
  expect(isSigned([], signed(standIn), bytes)).toBe(false);
});
