import type { Body } from '@pebble/contract/endpoint';
import { reportFailure } from '@pebble/contract/jobs';
import { contractClient } from '@pebble/kit/contract-client';
import type { Http } from '@pebble/kit/http';

/** Where a flow says that it could not do its work. */
export function dlqClient(http: Http) {
  const call = contractClient(http);
  return { reportFailure: (body: Body<typeof reportFailure>) => call(reportFailure, { body }) };
}
export type DlqClient = ReturnType<typeof dlqClient>;
