import { expect, test } from 'vitest';
import { parseMail } from '@pebble/core-api/mail/parse-mail';
import { mailKey } from '@pebble/core-api/mail/mail-identity';
import { mailboxesOf } from './installation.ts';
import { drawPlan } from './plan.ts';

const MAILBOXES = ['one', 'two'].flatMap(mailboxesOf);
const SIZE = { mails: 120, duplicates: 0.2, poison: 0.02, seed: 7 };
const plan = drawPlan(SIZE, MAILBOXES);

test('holds what was asked for', () => {
  expect(plan.postings).toHaveLength(120);
  expect(plan.mails).toHaveLength(96);
  expect(plan.mails.filter(({ kind }) => kind === 'poison')).toHaveLength(2);
  expect(plan.mails.filter(({ kind }) => kind === 'noise')).toHaveLength(2);
  expect(plan.postings.filter(({ copy }) => copy)).toHaveLength(24);
});

test('is the same for the same seed, and another for another', () => {
  const hashes = (seed: number) =>
    drawPlan({ ...SIZE, seed }, MAILBOXES).postings.map(({ sha256 }) => sha256);
  expect(hashes(7)).toEqual(plan.postings.map(({ sha256 }) => sha256));
  expect(hashes(8)).not.toContain(plan.postings[0]?.sha256);
});

test('has threads whose replies come before what they answer', () => {
  const order = plan.postings
    .filter(({ copy, mail }) => !copy && mail.kind === 'good')
    .map(({ mail }) => mail.key);
  const backwards = order.filter(
    (key, at) => key.endsWith('-m0') && order.findIndex((one) => one === key.replace(/0$/, '1')) < at,
  );
  expect(backwards.length).toBeGreaterThan(0);
});

test('keeps a copy behind the first of its kind, and its identity whatever its bytes', async () => {
  const [first] = plan.postings.filter(({ copy, mail }, at) => {
    const same = plan.postings[at - 1];
    return copy && same?.mail !== mail;
  });
  expect(first).toBeDefined();
  for (const [at, copy] of plan.postings.entries()) {
    if (!copy.copy) continue;
    const original = plan.postings.findIndex(({ mail, copy: again }) => mail === copy.mail && !again);
    expect(original).toBeLessThan(at);
    const keys = await Promise.all(
      [copy, plan.postings[original]].map(async (one) =>
        mailKey(await parseMail(one?.bytes ?? Buffer.alloc(0))),
      ),
    );
    expect(keys[0]).toEqual(keys[1]);
  }
  expect(
    plan.postings.some(
      ({ copy, sha256, mail }) =>
        copy && plan.postings.every((one) => one.copy || one.mail !== mail || one.sha256 !== sha256),
    ),
  ).toBe(true);
});

test('writes mails that can be read, and poison that cannot', async () => {
  for (const { mail, bytes } of plan.postings) {
    const reading = parseMail(bytes);
    if (mail.kind === 'poison') await expect(reading).rejects.toMatchObject({ name: 'InvalidMail' });
    else expect((await reading).to).toEqual([mail.mailbox.address]);
  }
});
