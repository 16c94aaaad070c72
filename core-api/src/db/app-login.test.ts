import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.ts';
import { OperatorError } from '../runtime/operator-error.ts';
import { asLogin, ensureAppLogin } from './app-login.ts';
import { asOwner } from './owner.ts';
import { createPool, type Connection } from './pool.ts';

/** Everything that means something in a URL, in SQL or in a format string. */
const AWKWARD = `p@ss:w/o?r#d%41 100% 'quoted' "twice" \\ + & = $1 %L ü`;

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const ensure = (password: string, owner: Connection = test.owner) =>
  asOwner(owner, (client) => ensureAppLogin(client, password));

async function whoIs(connection: Connection): Promise<string | undefined> {
  const pool = createPool(connection, { max: 1 });
  try {
    const { rows } = await pool.raw<{ rows: { name: string }[] }>('SELECT current_user::text AS name');
    return rows[0]?.name;
  } finally {
    await pool.destroy();
  }
}

function ownerUrl(): URL {
  const { host, port, user, password, database } = test.owner;
  // The host may be the folder of a socket.
  return new URL(`postgres://${user}:${password}@${encodeURIComponent(host)}:${port}/${database}`);
}

describe('the login', () => {
  it('is made once, and a later start changes its password only', async () => {
    const first = await ensure('one');
    expect(await ensure('two')).toBe(first);
    expect(await whoIs(asLogin(test.owner, first, 'two'))).toBe(first);
    await expect(whoIs(asLogin(test.owner, first, 'one'))).rejects.toThrow(/password authentication failed/);
  });

  it('is made once by processes that start at the same moment', async () => {
    const logins = await Promise.all(Array.from({ length: 6 }, () => ensure('same')));
    expect(new Set(logins).size).toBe(1);
    expect(await whoIs(asLogin(test.owner, logins[0] ?? '', 'same'))).toBe(logins[0]);
  });

  it('has no power but that of the application', async () => {
    const login = await ensure('plain');
    const { rows } = await asOwner(test.owner, (client) =>
      client.query(
        `SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,
                ARRAY(SELECT roleid::regrole::text FROM pg_auth_members WHERE member = r.oid) AS member_of
         FROM pg_roles r WHERE rolname = $1`,
        [login],
      ),
    );
    expect(rows).toEqual([
      {
        rolsuper: false,
        rolbypassrls: false,
        rolcreatedb: false,
        rolcreaterole: false,
        rolreplication: false,
        member_of: ['pebble_app'],
      },
    ]);
  });

  it('of another database is another one, whose password opens nothing here', async () => {
    const other = await createTestDatabase();
    try {
      const [here, there] = [await ensure('here'), await ensure('there', other.owner)];
      expect(there).not.toBe(here);
      await expect(whoIs(asLogin(test.owner, here, 'there'))).rejects.toThrow(
        /password authentication failed/,
      );
    } finally {
      await other.close();
    }
  });
});

describe('the connection of the login', () => {
  it('keeps every character of a password, in parts and in a URL', async () => {
    const login = await ensure(AWKWARD);
    expect(await whoIs(asLogin(test.owner, login, AWKWARD))).toBe(login);
    const viaUrl = asLogin(ownerUrl().toString(), login, AWKWARD);
    expect(await whoIs(viaUrl)).toBe(login);
    await asOwner(viaUrl, async (client) => {
      expect((await client.query('SELECT current_user::text AS name')).rows).toEqual([{ name: login }]);
    });
  });

  it('is never the owner, also when the URL names the owner in a parameter', async () => {
    const login = await ensure('named');
    const url = ownerUrl();
    url.searchParams.set('user', test.owner.user);
    url.searchParams.set('password', test.owner.password);
    expect(await whoIs(asLogin(url.toString(), login, 'named'))).toBe(login);
  });

  it('is that of the login for a URL without a host, where the socket is a parameter', () => {
    const given = new URL(asLogin('postgres:///pebble?host=/run/postgresql', 'login', 'a b') as string);
    expect(Object.fromEntries(given.searchParams)).toEqual({
      host: '/run/postgresql',
      user: 'login',
      password: 'a b',
    });
  });

  it('keeps the other parameters of the URL', () => {
    const url = asLogin('postgres://owner:secret@db.example:6432/pebble?sslmode=verify-full', 'login', 'pw');
    expect(url).toBe('postgres://db.example:6432/pebble?sslmode=verify-full&user=login&password=pw');
  });
});

describe('an owner without superuser, as managed databases give it', () => {
  const asWeakOwner = async (rights: string) => {
    const owner = `owner_${randomUUID().slice(0, 8)}`;
    await asOwner(test.owner, (client) => client.query(`CREATE ROLE ${owner} LOGIN ${rights} PASSWORD 'pw'`));
    return { owner, connection: asLogin(test.owner, owner, 'pw') };
  };

  it('makes the login, and may start again', async () => {
    const login = await ensure('x');
    const { owner, connection } = await asWeakOwner('CREATEROLE');
    // The superuser of the tests has made these roles; their maker would have this right over them.
    await asOwner(test.owner, (client) =>
      client.query(`GRANT pebble_app, ${login} TO ${owner} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE`),
    );
    expect(await ensure('y', connection)).toBe(login);
    expect(await whoIs(asLogin(connection, login, 'y'))).toBe(login);
  });

  it('is told what to do when it may not make roles, in words without the password', async () => {
    const { connection } = await asWeakOwner('NOCREATEROLE');
    const failure: unknown = await ensure('a-secret-word', connection).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(OperatorError);
    expect(String(failure)).toMatch(/DATABASE_APP_URL/);
    expect(inspect(failure, { depth: null, showHidden: true })).not.toContain('a-secret-word');
  });
});
