import { doorSecret } from '../../crypto/contexts.ts';
import type { KeyRing } from '../../crypto/key-ring.ts';
import { openWhole, sealWhole } from '../../crypto/sealed-whole.ts';

/** Keeps credentials that must be had again in the clear: webhook secrets, passwords of mail accounts. */
export class SecretKeeper {
  private readonly keyRing: KeyRing;

  constructor(keyRing: KeyRing) {
    this.keyRing = keyRing;
  }

  /** `id` is that of the row that holds the secret: on any other row, or another tenant's, it does not open. */
  seal(tenantId: string, id: string, secret: string): Buffer {
    return sealWhole(this.keyRing, doorSecret(tenantId, id), Buffer.from(secret));
  }

  /** @throws SealingKeyMissing, BoxBroken */
  unseal(tenantId: string, id: string, sealed: Buffer): string {
    return openWhole(this.keyRing, doorSecret(tenantId, id), sealed).toString();
  }
}
