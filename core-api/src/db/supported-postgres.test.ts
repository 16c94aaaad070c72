import type { Client } from 'pg';
import { expect, inject, it } from 'vitest';
import { asOwner } from './owner.ts';
import { demandSupportedPostgres } from './supported-postgres.ts';

const ask = (version: number) =>
  demandSupportedPostgres({ query: async () => ({ rows: [{ version }] }) } as unknown as Client);

it.each([150_014, 150_015, 160_010, 170_006, 180_000, 190_000])('takes %i', async (version) => {
  await expect(ask(version)).resolves.toBeUndefined();
});

it.each([
  [140_022, 'PostgreSQL 14.22', '15 or newer'],
  [90_624, 'PostgreSQL 9.624', '15 or newer'],
  [150_013, 'PostgreSQL 15.13', '15.14 or newer'],
  [160_009, 'PostgreSQL 16.9', '16.10 or newer'],
  [170_005, 'PostgreSQL 17.5', '17.6 or newer'],
])('refuses %i, and says what would do', async (version, found, wanted) => {
  await expect(ask(version)).rejects.toThrow(`${found} has known holes in row security. Use ${wanted}.`);
});

it('takes the server that comes with Pebble', async () => {
  await asOwner({ ...inject('postgres'), database: 'postgres' }, demandSupportedPostgres);
});
