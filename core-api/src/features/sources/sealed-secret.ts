import { seal, unseal } from '../../crypto/sealed-box.ts';

/** Keeps credentials that must be had again in the clear: webhook secrets, passwords of mail accounts. */
export class SecretKeeper {
  private readonly masterKey: Buffer;

  constructor(masterKey: Buffer) {
    this.masterKey = masterKey;
  }

  /** `id` is that of the row that holds the secret: on any other row, or another tenant's, it does not open. */
  seal(tenantId: string, id: string, secret: string): Buffer {
    return seal(this.masterKey, context(tenantId, id), Buffer.from(secret));
  }

  /** @throws when the secret was altered, moved to another row, or sealed with a key that is gone */
  unseal(tenantId: string, id: string, sealed: Buffer): string {
    return unseal(this.masterKey, context(tenantId, id), sealed).toString();
  }
}

function context(tenantId: string, id: string): string {
  return `${tenantId}/door-secret/${id}`;
}
