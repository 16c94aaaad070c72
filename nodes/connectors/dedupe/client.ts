// Generated from pieces/dedupe/src/client.ts by `npm run nodes:generate`: change it there.
import { claimMail } from '../../contract/jobs';
import type { Http } from '../../kit/http';
import { jobClient } from '../../kit/job';

/** The register of mails that have had their effect, as seen by one job. */
export function dedupeClient(http: Http) {
  const job = jobClient(http);
  return (token: string) => ({ claim: () => job(token)(claimMail, {}) });
}
export type DedupeClient = ReturnType<typeof dedupeClient>;
