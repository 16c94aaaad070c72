// Generated from pieces/kit/src/job.ts by `npm run nodes:generate`: change it there.
import { contractClient, type ContractClient } from './contract-client';
import { InputError } from './errors';
import { text } from './field';
import type { Http } from './http';

/** The field by which each step of our own pieces gets its right: the token of one job, from the trigger of the run. */
export const jobToken = text('Job token', {
  help: "Comes with the trigger, for one mail and some minutes: {{trigger['job_token']}}",
  required: true,
});

/** The contract client with the token of a job. */
export type JobClient = (token: string) => ContractClient;

export function jobClient(http: Http): JobClient {
  return (token) => {
    // A header would carry nothing else, and how a host says so differs.
    if (!/^[\w.~+/=-]+$/.test(token)) throw new InputError('Field "job_token" is no token', 'job_token');
    return contractClient((request) =>
      http({ ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } }),
    );
  };
}
