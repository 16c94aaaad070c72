import { generateKeyPairSync, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import jwt from 'jsonwebtoken';
import { expect, test } from 'vitest';
import { TokenError, Tokens } from './tokens.ts';

const NOW = Date.UTC(2026, 0, 1);
const SECOND = 1000;
const FAR = new Date(NOW + 30 * 24 * 3600 * SECOND);
const K1 = { kid: 'k1', secret: 'first sample key, at least 32 bytes' };
const K2 = { kid: 'k2', secret: 'second sample key, at least 32 byte' };

const PERSON = {
  userId: randomUUID(),
  tenantId: randomUUID(),
  sessionId: randomUUID(),
  role: 'agent' as const,
  entities: [randomUUID()],
};
const JOB = {
  tenantId: randomUUID(),
  entityId: randomUUID(),
  inboundId: randomUUID(),
  flowId: 'email-triage',
};
const GRANT = {
  id: randomUUID(),
  sessionId: PERSON.sessionId,
  tenantId: PERSON.tenantId,
  userId: PERSON.userId,
  issuedAt: new Date(NOW),
  expiresAt: FAR,
};

const clock = { now: NOW };
const tokens = new Tokens({ keys: [K1], now: () => clock.now });
const access = () => tokens.issueAccessToken(PERSON, FAR).token;
const later = (ms: number, keys = [K1]) => new Tokens({ keys, now: () => NOW + ms });

/** Signs the claims of a real token again, changed: what somebody with one leaked detail could try. */
function forge(change: object, options: jwt.SignOptions = {}, secret: jwt.Secret = K1.secret): string {
  const claims = { ...(jwt.decode(access()) as object), ...change };
  return jwt.sign(JSON.parse(JSON.stringify(claims)) as object, secret, { keyid: 'k1', ...options });
}

function reasonOf(check: () => unknown): string {
  try {
    check();
  } catch (error) {
    if (error instanceof TokenError) return error.reason;
    throw error;
  }
  return 'accepted';
}
const asApi = (token: string, by = tokens) => reasonOf(() => by.verifyApiToken(token));
const asRefresh = (token: string, by = tokens) => reasonOf(() => by.verifyRefreshToken(token));

test('an access token carries who, where, with which role and scope, and by whom for whom', () => {
  expect(tokens.verifyApiToken(access())).toEqual({
    iss: 'pebble',
    aud: 'pebble-api',
    type: 'access',
    jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    iat: NOW / SECOND,
    exp: NOW / SECOND + 15 * 60,
    user_id: PERSON.userId,
    tenant_id: PERSON.tenantId,
    session_id: PERSON.sessionId,
    role: 'agent',
    entities: PERSON.entities,
  });
});

test('a job token is bound to one tenant, entity, mail and flow', () => {
  expect(tokens.verifyApiToken(tokens.issueJobToken(JOB))).toMatchObject({
    aud: 'pebble-api',
    type: 'job',
    role: 'flow',
    exp: NOW / SECOND + 10 * 60,
    tenant_id: JOB.tenantId,
    entity_id: JOB.entityId,
    inbound_id: JOB.inboundId,
    flow_id: 'email-triage',
  });
});

test('a refresh token carries its row and no rights', () => {
  const claims = tokens.verifyRefreshToken(tokens.issueRefreshToken(GRANT));
  expect(claims).toMatchObject({ aud: 'pebble-refresh', type: 'refresh', jti: GRANT.id });
  expect(claims).not.toHaveProperty('role');
  expect(claims).not.toHaveProperty('entities');
});

test('the same row signed again is the same token', () => {
  expect(later(5 * SECOND).issueRefreshToken(GRANT)).toBe(tokens.issueRefreshToken(GRANT));
});

test('two access tokens never share an id', () => {
  const ids = [access(), access()].map((token) => tokens.verifyApiToken(token).jti);
  expect(new Set(ids).size).toBe(2);
});

test('an access token ends with its session', () => {
  const { token, expiresIn } = tokens.issueAccessToken(PERSON, new Date(NOW + 60 * SECOND));
  expect(expiresIn).toBe(60);
  expect(tokens.verifyApiToken(token).exp).toBe(NOW / SECOND + 60);
});

test.each([
  ['access', () => access(), 15 * 60],
  ['job', () => tokens.issueJobToken(JOB), 10 * 60],
])('the %s token works until the second it expires', (_type, issue, lifetime) => {
  const token = issue();
  expect(asApi(token, later((lifetime - 1) * SECOND))).toBe('accepted');
  expect(asApi(token, later(lifetime * SECOND))).toBe('expired');
});

test('a token is good for its own purpose only', () => {
  expect(asApi(tokens.issueRefreshToken(GRANT))).toBe('invalid');
  expect(asRefresh(access())).toBe('invalid');
  expect(asRefresh(tokens.issueJobToken(JOB))).toBe('invalid');
});

test.each([
  ['an access token that calls itself a job', { type: 'job' }],
  ['an access token that calls itself a refresh token', { type: 'refresh' }],
  ['another issuer', { iss: 'somebody' }],
  ['no issuer', { iss: undefined }],
  ['another audience', { aud: 'pebble-other' }],
  ['a list of audiences', { aud: ['pebble-api', 'pebble-refresh'] }],
  ['no audience', { aud: undefined }],
  ['no expiry', { exp: undefined }],
  ['no id', { jti: undefined }],
  ['no type', { type: undefined }],
  ['no user', { user_id: undefined }],
  ['no tenant', { tenant_id: undefined }],
  ['no session', { session_id: undefined }],
  ['no role', { role: undefined }],
  ['no entities', { entities: undefined }],
  ['the role of a flow', { role: 'flow' }],
  ['a role that does not exist', { role: 'root' }],
  ['entities that are no ids', { entities: ['all'] }],
  ['a tenant that is no id', { tenant_id: "'; --" }],
  ['a start that lies ahead', { nbf: NOW / SECOND + 60 }],
])('refused although well signed: %s', (_case, change) => {
  expect(asApi(forge({}))).toBe('accepted');
  expect(asApi(forge(change))).toBe('invalid');
});

test('the refresh audience alone makes no refresh token', () => {
  expect(asRefresh(forge({ aud: 'pebble-refresh', type: 'refresh' }))).toBe('accepted');
  expect(asRefresh(forge({ aud: 'pebble-refresh' }))).toBe('invalid');
});

test.each(['HS384', 'HS512'] as const)('%s with the right key is refused', (algorithm) => {
  expect(asApi(forge({}, { algorithm }))).toBe('invalid');
});

test('an unsigned token is refused', () => {
  expect(asApi(forge({}, { algorithm: 'none' }, ''))).toBe('invalid');
  expect(asApi(`${access().split('.').slice(0, 2).join('.')}.`)).toBe('invalid');
});

test('an RSA signature, and an HMAC made with an RSA public key, are refused', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' });
  const confused = jwt.sign({ ...(jwt.decode(access()) as object) }, Buffer.from(pem), {
    keyid: 'k1',
    algorithm: 'HS256',
  });
  expect(asApi(forge({}, { algorithm: 'RS256' }, privateKey))).toBe('invalid');
  expect(asApi(confused)).toBe('invalid');
});

test.each([
  ['unknown', { keyid: 'k9' }],
  ['a name every object has', { keyid: '__proto__' }],
  ['a path', { keyid: '../../dev/null' }],
])('a key id that is %s is refused', (_case, options) => {
  expect(asApi(forge({}, options))).toBe('invalid');
});

test('a token without a key id is refused, and so is a key that it brings along', () => {
  const header = { alg: 'HS256', jwk: { kty: 'oct', k: 'AAAA' } };
  const claims = jwt.decode(access()) as object;
  expect(asApi(jwt.sign(claims, K1.secret, { header }))).toBe('invalid');
});

test('another key under a known id is refused', () => {
  expect(asApi(forge({}, { keyid: 'k1' }, K2.secret))).toBe('invalid');
});

test('keys rotate: the new one signs, the old one verifies until it is taken out', () => {
  const old = access();
  const rotated = later(0, [K2, K1]);
  const fresh = rotated.issueAccessToken(PERSON, FAR).token;
  expect(jwt.decode(fresh, { complete: true })?.header).toMatchObject({ alg: 'HS256', kid: 'k2' });
  expect(asApi(old, rotated)).toBe('accepted');
  expect(asApi(fresh, rotated)).toBe('accepted');
  expect(asApi(fresh, tokens)).toBe('invalid');
  expect(asApi(old, later(0, [K2]))).toBe('invalid');
});

test('whatever text comes, the answer is a TokenError', () => {
  const part = fc.oneof(
    fc.base64String(),
    fc.json().map((text) => Buffer.from(text).toString('base64url')),
  );
  const triple = fc.tuple(part, part, part).map((parts) => parts.join('.'));
  fc.assert(fc.property(fc.oneof(fc.string(), triple), (text) => asApi(text) === 'invalid'));
});

test('a token with any one character changed is refused', () => {
  const token = access();
  const place = fc.integer({ min: 0, max: token.length - 1 });
  fc.assert(
    fc.property(place, fc.constantFrom(...'AZaz09-_.'), (at, character) => {
      fc.pre(token[at] !== character);
      return asApi(token.slice(0, at) + character + token.slice(at + 1)) === 'invalid';
    }),
  );
});

test('an error says nothing of the token', () => {
  const token = forge({}, { keyid: 'k9' });
  expect(() => tokens.verifyApiToken(token)).toThrow(/^The token is invalid$/);
});

test('a token that was checked before still grows old', () => {
  const mine = { now: NOW };
  const remembering = new Tokens({ keys: [K1], now: () => mine.now });
  const token = access();
  expect([asApi(token, remembering), asApi(token, remembering)]).toEqual(['accepted', 'accepted']);
  mine.now = NOW + 15 * 60 * SECOND;
  expect(asApi(token, remembering)).toBe('expired');
});

test('a token that was refused before, or checked for something else, is not let in later', () => {
  const forged = forge({}, {}, 'another sample key, at least 32 byte');
  const refresh = tokens.issueRefreshToken(GRANT);
  expect([asApi(forged), asApi(forged)]).toEqual(['invalid', 'invalid']);
  expect([asRefresh(refresh), asApi(refresh), asApi(refresh)]).toEqual(['accepted', 'invalid', 'invalid']);
});

test('thousands of tokens are checked rightly, whichever of them are remembered', () => {
  const many = Array.from({ length: 1_500 }, () => tokens.issueJobToken({ ...JOB, inboundId: randomUUID() }));
  const ids = (by: Tokens) => many.map((token) => by.verifyApiToken(token).jti);
  const first = ids(tokens);
  expect(ids(tokens)).toEqual(first);
  expect(new Set(first).size).toBe(many.length);
});
