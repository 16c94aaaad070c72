import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { advance, loadPosition, putPosition, type Position } from './position.ts';
import { resume } from './resume.ts';
import { newAccount } from './testing/imap-fixture.ts';
import type { Folder } from './folder.ts';

let test: TestCore;
let id: string;

beforeAll(async () => {
  test = await createTestCore();
  ({ id } = await newAccount(test, { port: 9, user: 'u', password: 'p' }));
});
afterAll(() => test.close());

const at = (lastUid: number, uidValidity = 7): Position => ({ uidValidity, lastUid, aside: [] });
const put = (position: Position, mode: 'live' | 'shadow' = 'live') =>
  test.db.withTenant(test.ours.scope, (tx) => putPosition(tx, id, mode, position));
const move = (position: Position, mode: 'live' | 'shadow' = 'live') =>
  test.db.withTenant(test.ours.scope, (tx) => advance(tx, id, mode, position));
const load = (mode: 'live' | 'shadow' = 'live') =>
  test.db.withTenant(test.ours.scope, (tx) => loadPosition(tx, id, mode));

describe('a position', () => {
  it('goes forward and never back', async () => {
    await put(at(10));
    expect(await move(at(20))).toBe(true);
    expect(await move(at(15))).toBe(true);
    expect(await load()).toMatchObject(at(20));
  });

  it('of live and of shadow mode have nothing to do with each other', async () => {
    await put(at(10));
    await put(at(500), 'shadow');
    await move(at(600), 'shadow');
    expect(await load()).toMatchObject(at(10));
    expect(await load('shadow')).toMatchObject(at(600));
  });

  it('is not moved by a reader that still counts by the old numbers', async () => {
    await put(at(10, 8));
    expect(await move(at(99, 7))).toBe(false);
    expect(await load()).toMatchObject(at(10, 8));
  });

  it('belongs to its tenant', async () => {
    await put(at(10));
    const theirs = await test.db.withTenant(test.theirs.scope, (tx) => loadPosition(tx, id, 'live'));
    expect(theirs).toBeNull();
  });
});

describe('where to read on', () => {
  const NOW = new Date('2026-11-20T12:00:00Z');
  const SAID = new Date('2026-11-19T08:00:00Z');
  const from = (start: string) => ({ from: start, saidAt: new Date(SAID.getTime() + 345) });
  let asked: Date | null = null;
  const folder = (lastUid: number, uidValidity = 7, first: number | null = null) =>
    ({
      uidValidity,
      lastUid,
      firstSince: async (since: Date) => {
        asked = since;
        return first;
      },
    }) as unknown as Folder;
  const kept = (position: Position) => ({ ...position, updatedAt: NOW });

  it('is where it was, as long as the numbers mean the same', async () => {
    const aside = [{ uid: 3, tries: 1, first_at: 0, next_at: 0 }];
    const resumed = await resume(folder(30), kept({ ...at(20), aside }), from('beginning'));
    expect(resumed).toEqual({ position: { ...at(20), aside }, isNew: false, notice: null });
  });

  it('is where the owner says, when nothing was read yet', async () => {
    expect((await resume(folder(30), null, from('beginning'))).position).toEqual(at(0));
    const since = from('2026-11-01T00:00:00Z');
    expect((await resume(folder(30, 7, 12), null, since)).position).toEqual(at(11));
    expect(asked).toEqual(new Date('2026-11-01T00:00:00Z'));
    expect((await resume(folder(30, 7, null), null, since)).position).toEqual(at(30));
  });

  it('is the moment in which the owner said `now`, however late the server is reached', async () => {
    expect((await resume(folder(30), null, from('now'))).position).toEqual(at(30));
    expect(asked).toEqual(SAID);
    expect((await resume(folder(30, 7, 28), null, from('now'))).position).toEqual(at(27));
  });

  it('is some days before the last sign, when the numbers mean nothing any more', async () => {
    const renumbered = await resume(folder(30, 8, 25), kept(at(900)), from('now'));
    expect(renumbered).toMatchObject({ position: at(24, 8), isNew: true });
    expect(renumbered.notice).toContain('2026-11-18');
    expect(asked).toEqual(new Date('2026-11-18T12:00:00Z'));
    expect(await resume(folder(5, 7, 2), kept(at(900)), from('now'))).toMatchObject({ position: at(1) });
  });

  it('is before the oldest mail that was put aside', async () => {
    const first_at = Date.parse('2026-11-10T12:00:00Z');
    await resume(
      folder(30, 8),
      kept({ ...at(900), aside: [{ uid: 1, tries: 2, first_at, next_at: 0 }] }),
      from('now'),
    );
    expect(asked).toEqual(new Date('2026-11-08T12:00:00Z'));
  });
});
