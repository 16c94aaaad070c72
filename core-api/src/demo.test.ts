import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/test-database.ts';
import { asOwner } from './db/owner.ts';
import { systemScope } from './db/scope.ts';
import { nameDemoOperator, prepareDemo } from './demo.ts';
import { verifyPassword } from './features/auth/password.ts';
import { dismissOperator, findOperators, nameOperator } from './features/senders/operators.ts';

let test: TestDatabase;
let dir: string;

beforeAll(async () => {
  test = await createTestDatabase();
});
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'demo-'));
  return () => rm(dir, { recursive: true });
});
afterAll(() => test.close());

const file = () => join(dir, 'demo-credentials.json');
const start = async (wanted: string | null = null) => {
  const [first] = await prepareDemo(test.db, dir, wanted);
  if (!first) throw new Error('the demo has people');
  return first;
};
const opens = async ({ email, password }: { email: string; password: string }) =>
  verifyPassword((await test.db.findUser(email))?.passwordHash ?? null, password);

it('writes a file that only its owner reads, and whose sign-ins work', async () => {
  const first = await start();
  expect((await stat(file())).mode & 0o777).toBe(0o600);
  const { users } = JSON.parse(await readFile(file(), 'utf8')) as { users: (typeof first)[] };
  expect(users[0]).toEqual(first);
  expect(await opens(first)).toBe(true);
  expect(await readdir(dir)).toEqual(['demo-credentials.json']);
});

it('draws a password that is new for each installation and easy to type', async () => {
  const first = await start();
  await rm(file());
  const second = await start();
  expect(first.password).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/);
  expect(second.password).not.toBe(first.password);
  expect([await opens(first), await opens(second)]).toEqual([false, true]);
});

it('keeps the password over restarts, the given one also when it is given no more', async () => {
  const random = await start();
  expect((await start()).password).toBe(random.password);
  const given = await start('chosen by me');
  expect([given.password, await opens(given), await opens(random)]).toEqual(['chosen by me', true, false]);
  expect((await start()).password).toBe('chosen by me');
});

it.each(['', '{"users":[]}', '{"users":[{"email":"a"}]}', 'not JSON'])(
  'replaces a damaged file (%j) and its password',
  async (damaged) => {
    await writeFile(file(), damaged);
    await chmod(file(), 0o644);
    expect(await opens(await start())).toBe(true);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
  },
);

it('does not take over the mode of what an interrupted start left behind', async () => {
  await writeFile(`${file()}.new`, 'half a fi', { mode: 0o644 });
  await start();
  expect((await stat(file())).mode & 0o777).toBe(0o600);
});

it('makes the first organisation the operator, unless somebody has decided otherwise', async () => {
  await start();
  const operators = async () =>
    asOwner(test.owner, async (owner) => {
      const access = { owner, db: test.db };
      await nameDemoOperator(access);
      return (await findOperators(access)).map(({ slug }) => slug);
    });
  expect(await operators()).toEqual(['meridian']);
  await asOwner(test.owner, async (owner) => {
    const access = { owner, db: test.db };
    await nameOperator(access, 'kestrel');
    await dismissOperator(access, 'meridian');
  });
  expect(await operators()).toEqual(['kestrel']);
});

it('has a tender portal whose machine-made mail is believed', async () => {
  await start();
  const meridian = (await test.db.tenants()).find(({ slug }) => slug === 'meridian');
  const patterns = await test.db.withTenant(systemScope(meridian?.id ?? '', 'test', 'demo'), (tx) =>
    tx.sql<{ pattern: string }>('authorised_senders').pluck('pattern'),
  );
  expect(patterns).toEqual(['marketplace.example']);
});
