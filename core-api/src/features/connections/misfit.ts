import { ApiProblem } from '../../http/problem.ts';

/** A field of the body that does not fit, for the person who has filled it in. */
export function misfit(field: string, message: string): ApiProblem {
  return new ApiProblem('invalid_request', {
    detail: `${field} ${message}.`,
    errors: [{ path: `body.${field}`, message }],
  });
}
