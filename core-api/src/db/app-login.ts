import pg, { type Client } from 'pg';
import { OperatorError } from '../runtime/operator-error.ts';
import type { Connection } from './pool.ts';

/**
 * Makes sure that the login the application runs as exists, is a member of pebble_app and of nothing more, and has the given
 * password. Each database gets a login of its own, so that one installation's password opens no other.
 *
 * @returns the login's name
 * @throws OperatorError when the owner may not create roles; then the login is made by hand
 */
export async function ensureAppLogin(owner: Client, password: string): Promise<string> {
  const login = await appLoginName(owner);
  // Role statements take no parameters, so the values travel as settings and format() quotes them on the server.
  await owner.query(
    `SELECT set_config('pebble.login', $1, false), set_config('pebble.login_password', $2, false)`,
    [login, password],
  );
  // Not passed on, not even as a cause: Postgres says where it failed, and quotes the statement with the password in it.
  const code = await owner.query(ENSURE_LOGIN).then(() => null, sqlState);
  if (code !== null) {
    throw new OperatorError(
      `The owner of the database could not make the login ${login} (${code}). Make one that is a member of pebble_app and of nothing more, and set DATABASE_APP_URL.`,
    );
  }
  return login;
}

/** What the login of this database is called, whether or not it exists. */
export async function appLoginName(owner: Client): Promise<string> {
  const { rows } = await owner.query<{ login: string }>(
    `SELECT 'pebble_login_' || left(md5(current_database()), 12) AS login`,
  );
  return rows[0]?.login ?? '';
}

function sqlState(error: unknown): string {
  return error instanceof pg.DatabaseError && error.code !== undefined ? error.code : 'no connection';
}

const ENSURE_LOGIN = `
DO $$
DECLARE
  login text := current_setting('pebble.login');
BEGIN
  -- Two processes may start at once, and ALTER ROLE of the same role by both fails with "tuple concurrently updated".
  PERFORM pg_advisory_xact_lock(7032253202);
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
    EXECUTE format('CREATE ROLE %I NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE', login);
  END IF;
  -- Nothing about SUPERUSER and the like here: on a managed database the owner may not even take those away. A login that
  -- somebody gave them to later is refused by the isolation probe.
  EXECUTE format('ALTER ROLE %I LOGIN INHERIT PASSWORD %L', login, current_setting('pebble.login_password'));
  EXECUTE format('GRANT pebble_app TO %I', login);
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), login);
END $$`;

/** The owner's connection with the application's login put in its place. */
export function asLogin(owner: Connection, login: string, password: string): Connection {
  if (typeof owner !== 'string') return { ...owner, user: login, password };
  const url = new URL(owner);
  url.username = '';
  url.password = '';
  // As parameters: these win over all else in the URL, need no host to stand beside, and keep every character of a password.
  url.searchParams.set('user', login);
  url.searchParams.set('password', password);
  return url.toString();
}
