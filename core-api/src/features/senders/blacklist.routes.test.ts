import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { eventsOf, offer, senderApi } from './testing/sender-api.ts';

let test: TestCore;
let admin: string;
let list: ReturnType<typeof senderApi>;

beforeAll(async () => {
  test = await createTestCore();
  admin = await test.signIn('admin');
  list = senderApi(test, admin, 'blacklist');
});
afterAll(() => test.close());

describe('the blacklist', () => {
  it('refuses mail from what was added, with 403 and a code, until it is removed', async () => {
    const from = 'a@noise.example';
    expect(await offer(test, admin, { from })).toBe(202);
    const added = await list.add('  NOISE.example ');
    expect(added).toMatchObject({ status: 201, body: { pattern: 'noise.example', scope: 'tenant' } });
    expect(await offer(test, admin, { from })).toBe(403);
    expect(await list.remove(added.body.id)).toBe(204);
    expect(await offer(test, admin, { from })).toBe(202);
    expect(await list.remove(added.body.id)).toBe(404);
  });

  it('belongs to one tenant', async () => {
    const { body } = await list.add('private.example');
    const foreign = await test.signIn('admin', 'theirs');
    const theirs = senderApi(test, foreign, 'blacklist');
    expect(await theirs.patterns()).not.toContain('private.example');
    expect(await offer(test, foreign, { from: 'a@private.example' })).toBe(202);
    expect(await theirs.remove(body.id)).toBe(404);
    expect((await theirs.note(body.id, 'mine now')).status).toBe(404);
  });

  it('holds each pattern once, and none that matches nothing', async () => {
    await list.add('once.example');
    expect(await list.add('once.example')).toMatchObject({ status: 409, body: { code: 'already_exists' } });
    for (const pattern of ['', 'nodot', '@', 'a b.example', 'a@@b.example']) {
      expect((await list.add(pattern)).status, pattern).toBe(422);
    }
  });

  it('keeps a note that can be changed, and writes each change down with who made it', async () => {
    const { body } = await list.add('noted.example', 'first');
    expect(await list.note(body.id, 'second')).toMatchObject({ status: 200, body: { note: 'second' } });
    await list.remove(body.id);
    const told = await eventsOf(test, ['blacklist.added', 'blacklist.changed', 'blacklist.removed']);
    const ours = told.filter(({ data }) => data['pattern'] === 'noted.example');
    expect(ours.map(({ type, data }) => [type, data['note']])).toEqual([
      ['blacklist.added', 'first'],
      ['blacklist.changed', 'second'],
      ['blacklist.removed', undefined],
    ]);
    for (const { actor } of ours) expect(actor).toMatch(/^user:/);
  });

  it('is read newest first, page by page, and found by a part of pattern or note', async () => {
    const names = ['one', 'two', 'three', 'four', 'five'].map((name) => `${name}.paged.example`);
    for (const name of names) await list.add(name, name.startsWith('two') ? '100% spam_' : '');
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await list.page(`limit=2&q=PAGED${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.body.items.map(({ pattern }) => pattern));
      cursor = page.body.next_cursor;
    }
    expect(seen).toEqual(names.toReversed());
    expect(await list.patterns('q=0%25 spam_')).toEqual(['two.paged.example']);
    expect(await list.patterns('q=%25%25')).toEqual([]);
  });
});

describe('many at once', () => {
  it('are taken line by line, and each says what became of it', async () => {
    await list.add('known.example');
    const lines = ['bulk.example', '', '# a remark', 'known.example', 'not a sender', 'Bulk.example'];
    const { status, body } = await list.addLines(lines.join('\n'), 'pasted');
    expect([status, body.added, body.known, body.refused]).toEqual([200, 1, 2, 1]);
    expect(body.results.map(({ line, pattern, outcome }) => [line, pattern, outcome])).toEqual([
      [1, 'bulk.example', 'added'],
      [4, 'known.example', 'known'],
      [5, null, 'refused'],
      [6, 'bulk.example', 'known'],
    ]);
    expect(body.results[2]?.message).toContain('neither an address nor a domain');
    const told = await eventsOf(test, ['blacklist.added']);
    expect(told.filter(({ data }) => data['note'] === 'pasted')).toHaveLength(1);
  });

  it('change nothing the second time, and need no event then', async () => {
    await list.addLines('again.example');
    const { status, body } = await list.addLines('again.example');
    expect([status, body.added, body.known]).toEqual([200, 0, 1]);
  });

  it('may be two thousand, and no more', async () => {
    const lines = (count: number) =>
      Array.from({ length: count }, (_, index) => `s${index}.many.example`).join('\n');
    expect((await list.addLines(lines(2000))).body.added).toBe(2000);
    expect(await list.addLines(lines(2001))).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'body.lines' }] },
    });
  });
});

describe('authorised senders', () => {
  it('are a list of their own, kept the same way', async () => {
    const authorised = senderApi(test, admin, 'authorised-senders');
    const { body } = await authorised.add('erp.example', 'our ERP');
    expect(body).toEqual(expect.objectContaining({ pattern: 'erp.example', note: 'our ERP' }));
    expect(await authorised.patterns('q=erp')).toEqual(['erp.example']);
    expect(await list.patterns('q=erp')).toEqual([]);
    expect((await authorised.add('erp.example')).status).toBe(409);
    expect((await authorised.addLines('@portal.example\nerp.example')).body).toMatchObject({
      added: 1,
      known: 1,
    });
    expect((await authorised.note(body.id, 'the ERP')).body.note).toBe('the ERP');
    expect(await authorised.remove(body.id)).toBe(204);
    const types = (
      await eventsOf(test, [
        'authorised_sender.added',
        'authorised_sender.changed',
        'authorised_sender.removed',
      ])
    ).map(({ type }) => type.slice('authorised_sender.'.length));
    expect(types).toEqual(['added', 'added', 'changed', 'removed']);
    const theirs = senderApi(test, await test.signIn('admin', 'theirs'), 'authorised-senders');
    expect(await theirs.patterns()).toEqual([]);
  });
});
