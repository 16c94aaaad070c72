// Generated from pieces/dlq/src/client.ts by `npm run nodes:generate`: change it there.
import type { Body } from '../../contract/endpoint';
import { reportFailure } from '../../contract/jobs';
import type { Http } from '../../kit/http';
import { jobClient } from '../../kit/job';

/** Where a flow says that it could not do its work. */
export function dlqClient(http: Http) {
  const job = jobClient(http);
  return (token: string) => ({
    reportFailure: (body: Body<typeof reportFailure>) => job(token)(reportFailure, { body }),
  });
}
export type DlqClient = ReturnType<typeof dlqClient>;
