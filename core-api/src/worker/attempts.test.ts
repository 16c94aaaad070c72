import { afterAll, beforeAll, expect, it } from 'vitest';
import { acceptRaw, rawMail } from '../../test/mails.ts';
import { createTestCore, type TestCore } from '../../test/test-core.ts';
import { workerDeps } from '../../test/test-worker.ts';
import type { Attempts, LargeMail } from './attempts.ts';
import { processMail } from './process-mail.ts';

const LARGE = 'x'.repeat(300 * 1024);

let test: TestCore;
beforeAll(async () => {
  test = await createTestCore();
});
afterAll(() => test.close());

const acceptLarge = () => acceptRaw(test.db, test.ours, rawMail({ body: `Please quote. ${LARGE}` }));

async function beginLarge(attempts: Attempts, id: string): Promise<LargeMail> {
  const begun = await attempts.begin(test.db, test.ours.scope, id);
  if (begun === null || 'mail' in begun) throw new Error('is not large');
  return begun;
}

it('a large mail gets its card as any other does', async () => {
  const id = await acceptLarge();
  const job = { tenant_id: test.ours.id, tracking_id: id, correlation_id: `accept-${id}` };
  await processMail(workerDeps(test), { job, number: 1, last: false });
  const rows = await test.db.withTenant(test.ours.scope, (tx) =>
    tx
      .sql<{ id: string; state: string; attempts: number }>('inbound_emails')
      .where({ id })
      .select('state', 'attempts'),
  );
  expect(rows).toEqual([{ state: 'done', attempts: 1 }]);
});

it('large mails are worked on four at a time, and small ones pass them', async () => {
  const { attempts } = workerDeps(test);
  const ids = await Promise.all(Array.from({ length: 6 }, acceptLarge));
  const begun = await Promise.all(ids.map((id) => beginLarge(attempts, id)));
  const under = new Set<string>();
  const ends = new Map(ids.map((id) => [id, Promise.withResolvers<void>()]));
  const four = Promise.withResolvers<void>();
  let most = 0;
  const all = begun.map((large) =>
    attempts.withLarge(test.db, test.ours.scope, large, async ({ mail, inbound, claimed }) => {
      expect([mail.text.length, claimed]).toEqual([LARGE.length + 'Please quote. '.length, true]);
      under.add(inbound.id);
      most = Math.max(most, under.size);
      if (under.size === 4) four.resolve();
      await ends.get(inbound.id)?.promise;
      under.delete(inbound.id);
    }),
  );
  await four.promise;
  const small = await attempts.begin(
    test.db,
    test.ours.scope,
    await acceptRaw(test.db, test.ours, rawMail()),
  );
  expect(small).toHaveProperty('mail');
  for (const end of ends.values()) end.resolve();
  await Promise.all(all);
  expect(most).toBe(4);
});

it('a large mail that fails makes room for the next', async () => {
  const { attempts } = workerDeps(test);
  for (let time = 0; time < 6; time += 1) {
    const large = await beginLarge(attempts, await acceptLarge());
    const work = () => Promise.reject(new Error('no'));
    await expect(attempts.withLarge(test.db, test.ours.scope, large, work)).rejects.toThrow('no');
  }
  const gone = { ...(await beginLarge(attempts, await acceptLarge())), id: test.ours.id };
  await expect(
    attempts.withLarge(test.db, test.ours.scope, gone, () => Promise.resolve()),
  ).rejects.toMatchObject({ code: 'job_closed' });
});
