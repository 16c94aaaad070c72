import jwt from 'jsonwebtoken';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import type { Job, Person } from '../../http/caller.ts';
import { API_AUDIENCE, ApiClaims, ISSUER, REFRESH_AUDIENCE, RefreshClaims } from './claims.ts';
import type { Clock } from './clock.ts';
import { Keyring, type SigningKey } from './keyring.ts';

const ACCESS_SECONDS = 15 * 60;
const JOB_SECONDS = 10 * 60;

/** Tokens whose check is remembered: half a kilobyte each. */
const MOST_CHECKED = 1_000;

/** A token that we did not sign for this purpose, or that is too old. The message holds nothing of the token. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  readonly reason: 'expired' | 'invalid';

  constructor(reason: 'expired' | 'invalid', cause?: unknown) {
    super(`The token is ${reason}`, { cause });
    this.reason = reason;
  }
}

/** A refresh token as its row tells it; signing the same row again gives the same token. */
export interface RefreshGrant {
  id: string;
  sessionId: string;
  tenantId: string;
  userId: string;
  issuedAt: Date;
  expiresAt: Date;
}

/** Signs and checks the three kinds of token, following RFC 8725: one algorithm, one issuer, required claims, explicit types. */
export class Tokens {
  private readonly keys: Keyring;
  private readonly now: Clock;
  /** A token's signature says the same each time, and one comes with every call of a job or a screen; only its age changes. */
  private readonly checked = new Map<string, ApiClaims>();

  constructor(deps: { keys: readonly SigningKey[]; now?: Clock }) {
    this.keys = new Keyring(deps.keys);
    this.now = deps.now ?? Date.now;
  }

  /** For 15 minutes, but never beyond `notAfter`. `expiresIn` is in seconds. */
  issueAccessToken(person: Omit<Person, 'kind'>, notAfter: Date): { token: string; expiresIn: number } {
    const iat = seconds(this.now());
    const exp = Math.min(iat + ACCESS_SECONDS, seconds(notAfter.getTime()));
    const { userId: user_id, tenantId: tenant_id, sessionId: session_id, role, entities } = person;
    const claims = { type: 'access', user_id, tenant_id, session_id, role, entities };
    return { token: this.sign(claims, { aud: API_AUDIENCE, jti: uuid(), iat, exp }), expiresIn: exp - iat };
  }

  issueRefreshToken(grant: RefreshGrant): string {
    const { userId: user_id, tenantId: tenant_id, sessionId: session_id } = grant;
    const [iat, exp] = [seconds(grant.issuedAt.getTime()), seconds(grant.expiresAt.getTime())];
    const claims = { type: 'refresh', user_id, tenant_id, session_id };
    return this.sign(claims, { aud: REFRESH_AUDIENCE, jti: grant.id, iat, exp });
  }

  /** The token with which a flow works on one mail, good for 10 minutes, or in another engine as long as its lease. */
  issueJobToken(
    job: Pick<Job, 'tenantId' | 'entityId' | 'inboundId' | 'flowId'> & {
      repair?: number;
      lease?: { id: string; until: Date; correlationId: string };
    },
  ): string {
    const iat = seconds(this.now());
    const {
      tenantId: tenant_id,
      entityId: entity_id,
      inboundId: inbound_id,
      flowId: flow_id,
      repair = 0,
      lease,
    } = job;
    const claims = { type: 'job', role: 'flow', tenant_id, entity_id, inbound_id, flow_id, repair };
    const exp = lease ? seconds(lease.until.getTime()) : iat + JOB_SECONDS;
    const bound = lease ? { ...claims, lease_id: lease.id, correlation_id: lease.correlationId } : claims;
    return this.sign(bound, { aud: API_AUDIENCE, jti: uuid(), iat, exp });
  }

  /** Checks an access or a job token. @throws TokenError */
  verifyApiToken(token: string): ApiClaims {
    const known = this.checked.get(token);
    if (known === undefined) return this.remember(token, this.verify(token, API_AUDIENCE, ApiClaims));
    if (seconds(this.now()) >= known.exp) throw new TokenError('expired');
    return known;
  }

  /** @throws TokenError */
  verifyRefreshToken(token: string): RefreshClaims {
    return this.verify(token, REFRESH_AUDIENCE, RefreshClaims);
  }

  private remember(token: string, claims: ApiClaims): ApiClaims {
    const [oldest] = this.checked.keys();
    if (this.checked.size >= MOST_CHECKED && oldest !== undefined) this.checked.delete(oldest);
    this.checked.set(token, claims);
    return claims;
  }

  private sign(claims: object, registered: { aud: string; jti: string; iat: number; exp: number }): string {
    const { kid, secret } = this.keys.signing;
    return jwt.sign({ ...claims, ...registered, iss: ISSUER }, secret, { algorithm: 'HS256', keyid: kid });
  }

  private verify<T>(token: string, audience: string, schema: z.ZodType<T>): T {
    try {
      // Only the key's name is taken from the unchecked header. Algorithm and issuer are ours to say, not the token's.
      const kid = jwt.decode(token, { complete: true })?.header.kid;
      const secret = typeof kid === 'string' ? this.keys.find(kid) : undefined;
      if (!secret) throw new TokenError('invalid');
      const clockTimestamp = seconds(this.now());
      const options = { algorithms: ['HS256' as const], issuer: ISSUER, audience, clockTimestamp };
      return schema.parse(jwt.verify(token, secret, options));
    } catch (cause) {
      if (cause instanceof TokenError) throw cause;
      throw new TokenError(cause instanceof jwt.TokenExpiredError ? 'expired' : 'invalid', cause);
    }
  }
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
