import { createHash, randomBytes } from 'node:crypto';
import type { Registration } from '@pebble/kit/registration';
import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import type { SecretKeeper } from '../sources/sealed-secret.ts';

export interface PushRow {
  id: string;
  feed_id: string;
  registration_sealed: Buffer;
  /** False until the other side has said that it will call. */
  registered: boolean;
  feed_revision: number;
  expires_at: Date | null;
  renewed_at: Date;
  last_call_at: Date | null;
  failure: string | null;
  retry_at: Date | null;
  tries: number;
}

export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export async function findPush(tx: TenantTx, feedId: string): Promise<PushRow | null> {
  return (await tx.sql<PushRow>('feed_pushes').where({ feed_id: feedId }).first()) ?? null;
}

/**
 * Draws address and secret, in place of those there were, and keeps them before anybody is told: the other side tries the address
 * while we wait for its answer, and an answer that is lost must leave nothing that we do not recognise.
 */
export async function drawPush(
  tx: TenantTx,
  keeper: SecretKeeper,
  feed: { id: string; revision: number },
  publicUrl: string,
): Promise<{ id: string; registration: Registration }> {
  const id = newId();
  const token = randomBytes(32).toString('base64url');
  const url = `${publicUrl}/api/v1/hooks/feeds/${token}/`;
  const secret = randomBytes(32).toString('base64url');
  const registration: Registration = { id: '', expires_at: null, secret, url };
  await tx.sql('feed_pushes').where({ feed_id: feed.id }).delete();
  await tx.sql('feed_pushes').insert({
    id,
    tenant_id: tx.scope.tenantId,
    feed_id: feed.id,
    token_hash: tokenHash(token),
    registration_sealed: seal(tx, keeper, id, registration),
    feed_revision: feed.revision,
  });
  return { id, registration };
}

/** Keeps what the other side has answered. False when nobody wants the registration any more. */
export async function keepPush(
  tx: TenantTx,
  keeper: SecretKeeper,
  id: string,
  registration: Registration,
  now: number,
): Promise<boolean> {
  const kept = await tx
    .sql('feed_pushes')
    .where({ id })
    .update({
      registration_sealed: seal(tx, keeper, id, registration),
      expires_at: registration.expires_at === null ? null : new Date(registration.expires_at),
      renewed_at: new Date(now),
      ...{ registered: true, failure: null, retry_at: null, tries: 0 },
    });
  return kept > 0;
}

/** @throws SealingKeyMissing, BoxBroken */
export function registrationOf(tx: TenantTx, keeper: SecretKeeper, row: PushRow): Registration {
  return JSON.parse(keeper.unseal(tx.scope.tenantId, row.id, row.registration_sealed)) as Registration;
}

function seal(tx: TenantTx, keeper: SecretKeeper, id: string, registration: Registration): Buffer {
  return keeper.seal(tx.scope.tenantId, id, JSON.stringify(registration));
}

/** Forgets a registration, so that it can be given back. Null when there is none that the other side knows of. */
export async function takePush(
  tx: TenantTx,
  keeper: SecretKeeper,
  feedId: string,
): Promise<Registration | null> {
  const row = await findPush(tx, feedId);
  if (!row) return null;
  await tx.sql('feed_pushes').where({ id: row.id }).delete();
  return row.registered ? registrationOf(tx, keeper, row) : null;
}
