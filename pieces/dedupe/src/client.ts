import { claimMail } from '@pebble/contract/jobs';
import type { Http } from '@pebble/kit/http';
import { jobClient } from '@pebble/kit/job';

/** The register of mails that have had their effect, as seen by one job. */
export function dedupeClient(http: Http) {
  const job = jobClient(http);
  return (token: string) => ({ claim: () => job(token)(claimMail, {}) });
}
export type DedupeClient = ReturnType<typeof dedupeClient>;
