import type { Body } from '@pebble/contract/endpoint';
import { reportFailure } from '@pebble/contract/jobs';
import type { Http } from '@pebble/kit/http';
import { jobClient } from '@pebble/kit/job';

/** Where a flow says that it could not do its work. */
export function dlqClient(http: Http) {
  const job = jobClient(http);
  return (token: string) => ({
    reportFailure: (body: Body<typeof reportFailure>) => job(token)(reportFailure, { body }),
  });
}
export type DlqClient = ReturnType<typeof dlqClient>;
