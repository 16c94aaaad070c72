import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AnchorWriter } from './anchor-writer.ts';
import { anchorPath, highestAnchor, readAnchors } from './anchors.ts';
import type { Block } from './block.ts';

let dir: string;
let path: string;
let now = 0;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'pebble-anchors-'));
  path = anchorPath(join(dir, 'data'));
  now = 0;
});
afterEach(() => rm(dir, { recursive: true }));

function blockOf(tenant: string, height: number): Block {
  return {
    tenant_id: tenant,
    height,
    previous_hash: '00',
    hash: `hash-${height}`,
    last_xid: '7',
    last_id: String(height),
    event_ids: [String(height)],
    event_hashes: ['ff'],
    sealed_at: '2026-11-02T09:00:00.000000Z',
    source_system: 'sealer',
    correlation_id: 'test',
  };
}

async function heights(tenant: string): Promise<number[]> {
  const { byTenant } = await readAnchors(path);
  return (byTenant.get(tenant) ?? []).map((anchor) => anchor.height);
}

it('writes the newest head of each tenant, at most one line in ten seconds', async () => {
  const writer = new AnchorWriter(path, () => now);
  writer.note(blockOf('a', 1));
  writer.note(blockOf('a', 2));
  writer.note(blockOf('b', 1));
  await writer.flush();
  expect([await heights('a'), await heights('b')]).toEqual([[2], [1]]);

  writer.note(blockOf('a', 3));
  now = 9_999;
  await writer.flush();
  expect(await heights('a')).toEqual([2]);
  now = 10_000;
  await writer.flush();
  await writer.flush();
  expect(await heights('a')).toEqual([2, 3]);
});

it('writes what waits when told to write all', async () => {
  const writer = new AnchorWriter(path, () => now);
  writer.note(blockOf('a', 1));
  await writer.flush();
  writer.note(blockOf('a', 2));
  await writer.flush({ all: true });
  expect(await heights('a')).toEqual([1, 2]);
});

it('keeps the file to its owner and shares it with other processes', async () => {
  const writers = Array.from({ length: 5 }, () => new AnchorWriter(path, () => now));
  await Promise.all(
    writers.map((writer, index) => {
      writer.note(blockOf('a', index + 1));
      return writer.flush();
    }),
  );
  expect((await heights('a')).sort()).toEqual([1, 2, 3, 4, 5]);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it('keeps a head for the next time when it cannot be written', async () => {
  await appendFile(join(dir, 'data'), 'a file where the folder should be');
  const writer = new AnchorWriter(path, () => now);
  writer.note(blockOf('a', 1));
  await expect(writer.flush()).rejects.toThrow();
  await rm(join(dir, 'data'));
  await writer.flush();
  expect(await heights('a')).toEqual([1]);
});

it('loses no line to one that was torn, and tells which that is', async () => {
  const first = new AnchorWriter(path, () => now);
  first.note(blockOf('a', 1));
  await first.flush();
  await appendFile(path, '{"tenant_id":"a","hei');
  const second = new AnchorWriter(path, () => now);
  second.note(blockOf('a', 2));
  await second.flush();
  expect(await heights('a')).toEqual([1, 2]);
  expect((await readAnchors(path)).unreadable).toEqual([2]);
  expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(4);
});

it('takes a missing file for an empty one', async () => {
  expect(await readAnchors(path)).toEqual({ byTenant: new Map(), unreadable: [] });
  expect(highestAnchor([])).toBeNull();
});
