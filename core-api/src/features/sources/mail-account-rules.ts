import { ApiProblem } from '../../http/problem.ts';
import type { AccountSettings } from './mail-account-rows.ts';

type Change = { [Key in keyof AccountSettings]?: AccountSettings[Key] | undefined };

const CREDENTIAL_GOES_TO = ['host', 'port', 'tls', 'ca', 'username'] as const;
const READ_FROM = ['host', 'port', 'username', 'folder'] as const;
const BEGINS_WITH = [...READ_FROM, 'mode', 'enabled'] as const;

/**
 * Whoever points an account at another server must know its password: otherwise a look at that server's log would show it.
 *
 * @throws ApiProblem invalid_request
 */
export function demandPassword(before: AccountSettings, wanted: Change, password: string | undefined): void {
  if (password !== undefined || !differs(before, wanted, CREDENTIAL_GOES_TO)) return;
  throw refusal('password', 'must be given again when the server, its TLS or the user changes');
}

/** @throws ApiProblem invalid_request */
export function demandMoveTarget(settings: Pick<AccountSettings, 'after_accept' | 'move_to'>): void {
  if (settings.after_accept !== 'move' || settings.move_to !== null) return;
  throw refusal('move_to', 'is needed when after_accept is move');
}

/** True when the change leads to another folder, whose numbers have nothing to do with those of the present one. */
export function readsElsewhere(before: AccountSettings, wanted: Change): boolean {
  return differs(before, wanted, READ_FROM);
}

/** True when reading, if it has not begun yet, begins with this change: then `now` is now. */
export function beginsAnew(before: AccountSettings, wanted: Change): boolean {
  return wanted.start_from !== undefined || differs(before, wanted, BEGINS_WITH);
}

function differs(before: AccountSettings, wanted: Change, keys: readonly (keyof AccountSettings)[]): boolean {
  return keys.some((key) => wanted[key] !== undefined && wanted[key] !== before[key]);
}

function refusal(field: string, message: string): ApiProblem {
  return new ApiProblem('invalid_request', {
    detail: `${field} ${message}.`,
    errors: [{ path: `body.${field}`, message }],
  });
}
