import { randomUUID } from 'node:crypto';
import type { SyncError, SyncErrorCause, SyncErrorDetail } from '@pebble/contract/dead-letters';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rawMail } from '../../../test/mails.ts';
import { CAUSE, PATH, startLetters, type Letters } from './testing/letters.ts';

let test: Letters;
beforeAll(async () => {
  test = await startLetters();
});
afterAll(() => test.close());
beforeEach(() => test.discardAll());

describe('looking', () => {
  it('lists by what is asked for, those that died last first, page by page', async () => {
    const north = await test.die({ fingerprint: 'bbbbbbbbbbbbbbbb' });
    const south = await test.die({}, rawMail({ to: 'sales@south.ours.example' }));
    const other = await test.die({
      errorClass: 'UpstreamError',
      message: 'HTTP 100% of_the time',
      fingerprint: 'cccccccccccccccc',
    });
    const list = async (query: string) =>
      (await test.ask<{ items: SyncError[] }>('GET', `?status=open&${query}`)).items.map(({ id }) => id);
    expect(await list('')).toEqual([other.id, south.id, north.id]);
    expect(await list('fingerprint=bbbbbbbbbbbbbbbb')).toEqual([north.id]);
    expect(await list(`entity_id=${test.ours.entities['south']}`)).toEqual([south.id]);
    expect(await list('error_class=UpstreamError')).toEqual([other.id]);
    expect(await list(`text=${encodeURIComponent('customer "c-102"')}`)).toEqual([south.id, north.id]);
    // Signs of LIKE are what they are.
    expect(await list(`text=${encodeURIComponent('100% of_')}`)).toEqual([other.id]);
    expect(await list(`text=${encodeURIComponent('1_0%')}`)).toEqual([]);
    const first = await test.ask<{ items: SyncError[]; next_cursor: string }>('GET', '?status=open&limit=2');
    const second = await test.ask<{ items: SyncError[]; next_cursor: null }>(
      'GET',
      `?status=open&limit=2&cursor=${first.next_cursor}`,
    );
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([other.id, south.id, north.id]);
    expect(second.next_cursor).toBeNull();
    expect((await test.request('GET', '?cursor=nonsense')).status).toBe(422);
    expect((await test.request('GET', '?fingerprint=xyz')).status).toBe(422);
  });

  it('says in plain words what failed, whom it touches and what to do', async () => {
    const { id } = await test.die();
    const { explanation, ...letter } = await test.ask<SyncErrorDetail>('GET', `${id}/`);
    expect(explanation.failed).toMatch(
      /^At the step “place sure”: the system that the step works with refused/,
    );
    expect(explanation.touches).toBe(
      'The mail from ada@buyer.example to sales@north.ours.example (ours north) has no card yet; nobody is working on it.',
    );
    expect(explanation.todo).toMatch(/redrive/);
    expect(letter).toMatchObject({
      ...{
        status: 'open',
        entity_name: 'ours north',
        attempts: 4,
        deaths: 1,
        edited: false,
        edit: null,
        version: 1,
      },
      ...{ payload_format: 'rfc822', settled_by: null, traceback: CAUSE.traceback },
      envelope: {
        subject: 'Ball valves',
        from: 'Ada Byron <ada@buyer.example>',
        to: ['sales@north.ours.example'],
      },
      history: [{ number: 1, error_class: 'InputError', step: 'place_sure', traceback: CAUSE.traceback }],
    });
    expect(JSON.stringify(letter)).not.toContain('Please quote forty');
  });

  it('counts, and tells how old the oldest is', async () => {
    const before = await test.ask<Record<string, number>>('GET', 'count/');
    const dead = [await test.die(), await test.die(), await test.die({ fingerprint: 'dddddddddddddddd' })];
    const { created_at } = await test.ask<SyncError>('GET', `${dead[0]?.id}/`);
    expect(await test.ask('GET', 'count/')).toMatchObject({
      open: 3,
      causes: 2,
      oldest_open_at: created_at,
      redriven: 0,
    });
    await test.ask('POST', 'discard/', { selection: { ids: [dead[0]?.id] }, reason: 'advertising' });
    expect(await test.ask('GET', 'count/')).toMatchObject({
      open: 2,
      discarded: (before['discarded'] ?? 0) + 1,
    });
  });

  it('groups by cause, the most frequent first', async () => {
    await test.die({ fingerprint: 'eeeeeeeeeeeeeeee', errorClass: 'AuthError', step: null });
    await test.die({}, rawMail({ from: 'bob@buyer.example' }));
    const last = await test.die(
      { message: 'the customer "C-7" is blocked' },
      rawMail({ to: 'sales@south.ours.example' }),
    );
    const { items } = await test.ask<{ items: SyncErrorCause[] }>('GET', 'causes/');
    expect(items.map(({ fingerprint, count }) => [fingerprint, count])).toEqual([
      ['aaaaaaaaaaaaaaaa', 2],
      ['eeeeeeeeeeeeeeee', 1],
    ]);
    expect(items[0]).toMatchObject({
      ...{ example_id: last.id, message: 'the customer "C-7" is blocked', senders: 2, step: 'place_sure' },
      entities: [
        { name: 'ours north', count: 1 },
        { name: 'ours south', count: 1 },
      ],
      explanation: { touches: '2 mails from 2 senders to ours north and ours south have no card yet.' },
    });
    const south = await test.ask<{ items: SyncErrorCause[] }>(
      'GET',
      `causes/?entity_id=${test.ours.entities['south']}`,
    );
    expect(south.items).toMatchObject([{ count: 1, entities: [{ name: 'ours south' }] }]);
  });
});

describe('discarding', () => {
  it('takes a reason, and tells each mail’s history', async () => {
    const [one, two] = [await test.die(), await test.die()];
    const body = {
      selection: { ids: [one.id, two.id, two.id, randomUUID()] },
      reason: 'advertising, says sales',
    };
    expect(await test.ask('POST', 'discard/', body)).toEqual({ discarded: 2, skipped: 1, remaining: 0 });
    expect(await test.ask('GET', `${one.id}/`)).toMatchObject({
      ...{
        status: 'discarded',
        settled_by: 'ops of ours',
        settled_reason: 'advertising, says sales',
        version: 2,
      },
      explanation: { touches: expect.stringMatching(/was touched\.$/) },
    });
    const [told] = await test.eventsOf(two.trackingId, 'dead_letter.discarded');
    expect(told).toMatchObject({
      actor: expect.stringMatching(/^user:/),
      data: { reason: 'advertising, says sales' },
    });
    expect(await test.ask('POST', 'discard/', body)).toEqual({ discarded: 0, skipped: 3, remaining: 0 });
    expect(
      (await test.request('POST', 'discard/', { selection: { ids: [one.id] }, reason: ' ' })).status,
    ).toBe(422);
  });

  it('takes all of a cause', async () => {
    const [one, other] = [await test.die(), await test.die({ fingerprint: 'ffffffffffffffff' })];
    const filter = { fingerprint: 'ffffffffffffffff' };
    expect(
      await test.ask('POST', 'discard/', { selection: { filter }, reason: 'advertising' }),
    ).toMatchObject({
      discarded: 1,
    });
    expect(await test.ask('GET', `${one.id}/`)).toMatchObject({ status: 'open' });
    expect(await test.ask('GET', `${other.id}/`)).toMatchObject({ status: 'discarded' });
  });
});

describe('others', () => {
  it('of another tenant find nothing by id, and change nothing by filter', async () => {
    const { id } = await test.die();
    const foreign = await test.signIn('ops', 'theirs');
    const raw = { type: 'message/rfc822', bytes: rawMail() };
    const replies = [
      await test.request('GET', `${id}/`, undefined, foreign),
      await test.request('POST', `${id}/payload/`, {}, foreign),
      await test.request('POST', `${id}/rehearsal/`, {}, foreign),
      await test.request('DELETE', `${id}/edit/?version=1`, undefined, foreign),
      await test.send({ method: 'PUT', path: `${PATH}${id}/edit/?version=1`, token: foreign, raw }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    const all = { selection: { filter: {} }, reason: 'not mine' };
    expect((await test.request('POST', 'discard/', all, foreign)).body).toEqual({
      discarded: 0,
      skipped: 0,
      remaining: 0,
    });
    expect((await test.request('GET', 'count/', undefined, foreign)).body).toMatchObject({ open: 0 });
    expect(await test.ask('GET', `${id}/`)).toMatchObject({ status: 'open' });
  });

  it('of one entity see that entity’s rows only, in every table', async () => {
    const south = await test.die({}, rawMail({ to: 'sales@south.ours.example' }));
    const raw = { type: 'message/rfc822', bytes: rawMail({ to: 'sales@south.ours.example' }) };
    await test.send({ method: 'PUT', path: `${PATH}${south.id}/edit/?version=1`, token: test.token, raw });
    await test.ask('POST', 'redrives/', { selection: { ids: [south.id] } });
    const tables = ['sync_errors', 'sync_error_deaths', 'mail_repairs', 'redrive_items'];
    for (const table of tables) {
      const seen = (entity: string) =>
        test.db.withTenant(test.ours.entityScope(entity), (tx) =>
          tx.sql(table).where({ entity_id: test.ours.entities['south'] }).select('entity_id'),
        );
      expect(await seen('north'), table).toEqual([]);
      expect((await seen('south')).length, table).toBeGreaterThan(0);
    }
  });

  it('cannot be redirected by the application: the original and its payload have no UPDATE grant that would do it', async () => {
    const { id, trackingId } = await test.die();
    const change = (table: string, row: object, where: object) =>
      test.inTenant((tx) => tx.sql(table).where(where).update(row));
    await expect(change('inbound_emails', { raw: Buffer.from('x') }, { id: trackingId })).rejects.toThrow(
      /permission denied/,
    );
    await expect(change('sync_errors', { inbound_id: randomUUID() }, { id })).rejects.toThrow(
      /permission denied/,
    );
    await expect(change('redrives', { created_by: 'user:somebody' }, { state: 'running' })).rejects.toThrow(
      /permission denied/,
    );
  });
});
