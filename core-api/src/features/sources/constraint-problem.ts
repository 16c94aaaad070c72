import { ApiProblem } from '../../http/problem.ts';

const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';

/** Says in the API's words what the database refused about a door's settings: a name that is taken, a mailbox that is not there. */
export async function explained<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === UNIQUE_VIOLATION) throw new ApiProblem('already_exists', { detail: 'The name is taken.' });
    if (code === FOREIGN_KEY_VIOLATION) throw unknownMailbox();
    throw error;
  }
}

function unknownMailbox(): ApiProblem {
  const message = 'is not a mailbox of your entities';
  return new ApiProblem('invalid_request', {
    detail: `The mailbox ${message}.`,
    errors: [{ path: 'body.mailbox', message }],
  });
}
