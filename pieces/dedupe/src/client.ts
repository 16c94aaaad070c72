import { claimMail } from '@pebble/contract/jobs';
import { contractClient } from '@pebble/kit/contract-client';
import type { Http } from '@pebble/kit/http';

/** The register of mails that have had their effect. */
export function dedupeClient(http: Http) {
  const call = contractClient(http);
  return { claim: () => call(claimMail, {}) };
}
export type DedupeClient = ReturnType<typeof dedupeClient>;
