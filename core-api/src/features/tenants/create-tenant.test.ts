import { randomUUID } from 'node:crypto';
import { Stream } from '@pebble/contract/values';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import { systemScope } from '../../db/scope.ts';
import { createTenant, type NewUser } from './create-tenant.ts';
import { DEFAULT_BOARDS } from './default-boards.ts';

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const person = (change: Partial<NewUser> = {}): NewUser => ({
  email: `${randomUUID()}@a.example`,
  name: 'Ada',
  role: 'agent',
  entities: ['north'],
  passwordHash: 'hash',
  ...change,
});

async function create(slug: string, users: NewUser[] = [], mailboxes: string[] = []) {
  const scope = systemScope(randomUUID(), 'test', `create-${slug}`);
  const entities = [
    { slug: 'north', name: 'North', mailboxes },
    { slug: 'south', name: 'South', mailboxes: [] },
  ];
  await test.db.withTenant(scope, (tx) => createTenant(tx, { slug, name: slug, entities, users }));
  const rows = (table: string, order: string) =>
    test.db.withTenant(scope, (tx) =>
      tx.sql<Record<string, unknown>>(table).orderBy(order).select<Record<string, unknown>[]>('*'),
    );
  return { scope, rows };
}

describe.each(DEFAULT_BOARDS.map((board) => [board.key, board] as const))('the board %s', (_, board) => {
  const columns = new Map(board.columns.map((column) => [column.key, column]));
  const triage = board.columns.filter((column) => column.triage);

  it('has columns of different keys, and moves between its own columns only', () => {
    expect(columns.size).toBe(board.columns.length);
    for (const { key, to } of board.columns) {
      expect([...columns.keys()], key).toEqual(expect.arrayContaining([...to]));
      expect(to, key).not.toContain(key);
      expect(new Set(to).size, key).toBe(to.length);
    }
  });

  it('has one column for what a person must look at, and ends that reopen only there', () => {
    expect(triage.map((column) => column.key)).toEqual(['triage']);
    const ends = board.columns.filter((column) => column.terminal);
    expect(ends.length).toBeGreaterThan(1);
    for (const end of ends) expect(end.to, end.key).toEqual(['triage']);
  });

  it('can bring a card from triage to every column, and from every column to an end', () => {
    const reach = (from: string, seen = new Set<string>()): Set<string> => {
      for (const next of columns.get(from)?.to ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        reach(next, seen);
      }
      return seen;
    };
    expect([...reach('triage')].sort()).toEqual([...columns.keys()].sort());
    for (const { key } of board.columns) {
      const ends = [...reach(key)].filter((end) => columns.get(end)?.terminal);
      expect(ends, key).not.toEqual([]);
    }
  });
});

it('each stream has its board', () => {
  const served = DEFAULT_BOARDS.map((board) => board.stream);
  expect(served.sort()).toEqual(Stream.options.filter((stream) => stream !== 'none').sort());
});

describe('a new tenant', () => {
  it('has its boards in the database as they are declared', async () => {
    const { rows } = await create('boards');
    const [boards, columns, transitions] = [
      await rows('boards', 'position'),
      await rows('board_columns', 'position'),
      await rows('column_transitions', 'board_id'),
    ];
    const stored = boards.map((board) => ({
      key: board['key'],
      columns: columns
        .filter((column) => column['board_id'] === board['id'])
        .map((column) => ({
          key: column['key'],
          triage: column['is_triage'],
          terminal: column['is_terminal'],
          to: transitions
            .filter((move) => move['from_column_id'] === column['id'])
            .map((move) => columns.find((one) => one['id'] === move['to_column_id'])?.['key'])
            .sort(),
        })),
    }));
    const declared = DEFAULT_BOARDS.map(({ key, columns }) => ({
      key,
      columns: columns.map(({ key, triage = false, terminal = false, to }) => ({
        key,
        triage,
        terminal,
        to: [...to].sort(),
      })),
    }));
    expect(stored).toEqual(declared);
  });

  it('writes addresses of people and mailboxes in small letters', async () => {
    const { rows } = await create('case', [person({ email: 'Ada@Case.Example' })], ['Sales@Case.Example']);
    expect(await test.db.findUser('ada@case.example')).not.toBeNull();
    expect(await rows('mailboxes', 'address')).toMatchObject([{ address: 'sales@case.example' }]);
  });

  it('gives a person a role for each entity, and HQ roles one for all', async () => {
    const { rows } = await create('roles', [
      person({ role: 'manager', entities: ['north', 'south'] }),
      person({ role: 'admin', entities: ['north'] }),
    ]);
    const found = (await rows('memberships', 'role')).map(({ role, entity_id }) => [
      role,
      entity_id !== null,
    ]);
    expect(found.sort()).toEqual([
      ['admin', false],
      ['manager', true],
      ['manager', true],
    ]);
  });

  it('tells its birth in its own log', async () => {
    const { rows } = await create('born');
    expect(await rows('events', 'id')).toMatchObject([
      { type: 'tenant.created', actor: 'system', data: { slug: 'born' }, correlation_id: 'create-born' },
    ]);
  });

  it('is not there at all when one of its people has an entity that it has not', async () => {
    await expect(create('half', [person(), person({ entities: ['west'] })])).rejects.toThrow('"west"');
    expect((await test.db.tenants()).map(({ slug }) => slug)).not.toContain('half');
  });

  it('cannot take the address of a person of another tenant', async () => {
    await create('first', [person({ email: 'same@a.example' })]);
    await expect(create('second', [person({ email: 'SAME@a.example' })])).rejects.toMatchObject({
      code: '23505',
    });
  });
});
