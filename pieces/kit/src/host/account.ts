import type { Connector, Host } from '../connector.ts';

/**
 * Which account a host signs in to, by everything of the credential but its secrets: those are changed, and the account stays the
 * same. A cursor means nothing to another account, so hosts keep it with this.
 */
export function accountOf(
  { auths }: Pick<Connector, 'auths'>,
  host: Pick<Host, 'auth' | 'credential'>,
): string {
  const auth = auths.find((one) => one.name === host.auth);
  const shown = Object.entries(auth?.fields ?? {}).filter(([, { kind }]) => kind !== 'secret');
  return JSON.stringify([host.auth, ...shown.map(([field]) => [field, host.credential[field] ?? null])]);
}
