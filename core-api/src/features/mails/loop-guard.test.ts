import type { MailLoop } from '@pebble/contract/noise';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { eventsOf, senderApi } from '../senders/testing/sender-api.ts';
import { mailLab, type LabMail } from './testing/mail-lab.ts';

let test: TestCore;
let admin: string;
let lab: ReturnType<typeof mailLab>;
let round = 0;

beforeAll(async () => {
  test = await createTestCore();
  admin = await test.signIn('admin');
  lab = mailLab(test, admin);
  await guard({ enabled: true, mails: 3, authorised_mails: 6, window_minutes: 10 });
});
beforeEach(() => {
  round += 1;
});
afterAll(() => test.close());

const guard = (loop_guard: object) =>
  test.send({ method: 'PATCH', path: '/api/v1/noise-policy/', token: admin, body: { loop_guard } });
/** A sender of this test alone. */
const robot = () => `robot@round${round}.example`;
const send = (count: number, mail: (index: number) => LabMail) =>
  Promise.all(Array.from({ length: count }, (_, index) => lab.accept({ from: robot(), ...mail(index) })));
const inTurn = async (ids: readonly string[]) => {
  const kinds: (string | null)[] = [];
  for (const id of ids) kinds.push((await lab.work(id)).noise_kind);
  return kinds;
};
/** One after the other, so that it is known which came first. */
const oneByOne = async (count: number, mail: (index: number) => LabMail) => {
  const ids: string[] = [];
  for (let index = 0; index < count; index++) ids.push(...(await send(1, () => mail(index))));
  return ids;
};
const loops = async () => (await lab.get<{ items: MailLoop[] }>('/api/v1/mail-loops/')).items;
const loopOf = async (sender: string) => (await loops()).find((one) => one.from_address === sender);
const notices = async () => (await eventsOf(test, ['mail.loop_detected'])).length;

describe('mails of one sender that are much the same', () => {
  it('go their way up to the limit; the later ones are kept and counted, and told once', async () => {
    const before = await notices();
    const kinds = await inTurn(await oneByOne(6, () => ({ subject: 'Disk full' })));
    expect(kinds).toEqual([null, null, null, 'loop', 'loop', 'loop']);
    expect(await notices()).toBe(before + 1);
    const loop = await loopOf(robot());
    expect(loop).toMatchObject({ subject: 'Disk full', ignored: 3, active: true });
    const [notice] = (await eventsOf(test, ['mail.loop_detected'])).slice(-1);
    expect(notice?.data['loop_id']).toBe(loop?.id);
  });

  it('are told by when they came, in whatever order they are worked on and by however many at once', async () => {
    const before = await notices();
    const ids = await oneByOne(12, () => ({ subject: 'Disk full' }));
    const worked = await Promise.all(ids.toReversed().map((id) => lab.work(id)));
    const held = worked.filter(({ noise_kind }) => noise_kind === 'loop').map((mail) => mail.tracking_id);
    expect(held.filter((id) => ids.slice(0, 3).includes(id))).toEqual([]);
    // A process asks from the third on, so two of the nine that are too many may have passed.
    expect(held.length).toBeGreaterThanOrEqual(7);
    expect(await notices()).toBe(before + 1);
    expect((await loopOf(robot()))?.ignored).toBe(held.length);
  });

  it('count whichever process took them: this one has worked on the last three only', async () => {
    const ids = await oneByOne(8, () => ({ subject: 'Disk full' }));
    expect(await inTurn(ids.slice(5))).toEqual([null, null, 'loop']);
  });

  it('count together when two answering machines count their tickets up', async () => {
    const ids = await oneByOne(5, (index) => ({
      subject: `Re: [Ticket#${1000 + index}] received`,
      inReplyTo: `q-${index}@us.example`,
    }));
    expect((await inTurn(ids)).filter((kind) => kind === 'loop')).toHaveLength(2);
  });

  it('count together for all entities of the tenant', async () => {
    const ids = await oneByOne(5, (index) => ({
      subject: 'Disk full',
      to: `sales@${index % 2 === 0 ? 'north' : 'south'}.ours.example`,
    }));
    expect((await inTurn(ids)).filter((kind) => kind === 'loop')).toHaveLength(2);
  });
});

describe('a burst that is no loop', () => {
  it('of different mails goes through, however large: purchase orders of an ERP', async () => {
    const ids = await send(30, (index) => ({ subject: `Purchase order ${4500 + index}` }));
    expect(new Set(await inTurn(ids))).toEqual(new Set([null]));
  });

  it('of a scanner that writes no subject goes through', async () => {
    const ids = await send(6, (index) => ({ subject: '', body: `page ${index}` }));
    expect(new Set(await inTurn(ids))).toEqual(new Set([null]));
  });

  it('of an authorised sender has a limit of its own', async () => {
    await senderApi(test, admin, 'authorised-senders').add(robot());
    const kinds = await inTurn(await oneByOne(8, () => ({ subject: 'Scan from copier 4' })));
    expect(kinds.filter((kind) => kind === 'loop')).toHaveLength(2);
    expect((await loopOf(robot()))?.ignored).toBe(2);
  });

  it('of copies of one mail does not count against the next mail', async () => {
    const copy = { subject: 'Ball valves', messageId: `copy-${round}@buyer.example` };
    await inTurn(await oneByOne(6, () => copy));
    expect((await lab.take({ from: robot(), subject: 'Ball valves' })).state).toBe('done');
  });

  it('of another sender, or in another house, does not count either', async () => {
    await inTurn(await oneByOne(3, () => ({ subject: 'Disk full' })));
    expect((await lab.take({ from: 'ada@buyer.example', subject: 'Disk full' })).state).toBe('done');
    const next = mailLab(test, await test.signIn('admin', 'theirs'), 'theirs');
    const there = { from: robot(), subject: 'Disk full', to: 'sales@north.theirs.example' };
    expect((await next.take(there)).state).toBe('done');
    expect((await next.get<{ items: MailLoop[] }>('/api/v1/mail-loops/')).items).toEqual([]);
  });
});

describe('a loop that has cooled down', () => {
  it('lets mail through again, and is told anew when it begins anew', async () => {
    const before = await notices();
    const first = await oneByOne(5, () => ({ subject: 'Disk full' }));
    await lab.age(first, 90);
    expect((await inTurn(first)).filter((kind) => kind === 'loop')).toHaveLength(2);
    expect(await loopOf(robot())).toMatchObject({ active: false, ignored: 2 });
    const second = await inTurn(await oneByOne(4, () => ({ subject: 'Disk full' })));
    expect(second).toEqual([null, null, null, 'loop']);
    expect(await notices()).toBe(before + 2);
    expect(await loopOf(robot())).toMatchObject({ active: true, ignored: 1 });
  });

  it('counts across the turn of an hour', async () => {
    const ids = await oneByOne(4, () => ({ subject: 'Disk full' }));
    // Wherever the hour turns: with windows of a day, mails that are hours apart stand in different parts of the index.
    await guard({ window_minutes: 1440 });
    for (const [index, id] of ids.entries()) await lab.age([id], (3 - index) * 70);
    const kinds = await inTurn(ids);
    await guard({ window_minutes: 10 });
    expect(kinds).toEqual([null, null, null, 'loop']);
  });
});

it('a guard that is switched off holds nothing back', async () => {
  await guard({ enabled: false });
  const kinds = await inTurn(await oneByOne(5, () => ({ subject: 'Disk full' })));
  await guard({ enabled: true });
  expect(new Set(kinds)).toEqual(new Set([null]));
});
