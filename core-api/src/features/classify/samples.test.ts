import { readdirSync, readFileSync } from 'node:fs';
import { NoiseKind } from '@pebble/contract/noise';
import { Intent, Stream } from '@pebble/contract/values';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { mailKey } from '../../mail/mail-identity.ts';
import { noiseOf } from '../../mail/noise.ts';
import { parseMail } from '../../mail/parse-mail.ts';
import { threadEvidence, type ThreadEvidence } from '../../mail/thread-evidence.ts';
import { createClassifier } from './classifier.ts';
import { classifyInputOf } from './testing/classify-input.ts';

const SAMPLES = new URL('../../../../samples/', import.meta.url);
const Expected = z.object({
  confidence_floor: z.number(),
  mails: z.array(
    z.object({
      file: z.string(),
      stream: Stream.nullable(),
      intent: Intent.nullable(),
      triage: z.boolean(),
      outcome: z.enum(['card', 'appended', 'duplicate', 'ignored']),
      noise: NoiseKind.optional(),
      of: z.string().optional(),
    }),
  ),
});
const { confidence_floor: confidenceFloor, mails } = Expected.parse(
  JSON.parse(readFileSync(new URL('expected.json', SAMPLES), 'utf8')),
);
const read = (file: string) => parseMail(readFileSync(new URL(file, SAMPLES)));
const classifier = createClassifier();

test('every sample is in the list', () => {
  const files = readdirSync(SAMPLES).filter((name) => name.endsWith('.eml'));
  expect(mails.map(({ file }) => file)).toEqual(files.sort());
});

/** What is ignored or appended never asks the classifier; some say what it would answer all the same. */
const judged = mails.filter(
  ({ outcome, intent }) => intent !== null || outcome === 'card' || outcome === 'duplicate',
);

test.each(judged)('$file is judged as $stream / $intent', async ({ file, stream, intent }) => {
  const verdict = classifier.classify(classifyInputOf(await read(file)), { confidenceFloor });
  expect(verdict.abstained).toBe(intent === null);
  if (intent !== null) expect(verdict).toMatchObject({ stream, intent });
});

test.each(mails)('$file keeps every letter of its charset', async ({ file }) => {
  const mail = await read(file);
  expect(JSON.stringify([mail.subject, mail.fromName, mail.text, mail.to])).not.toContain('\uFFFD');
});

test.each(mails)('$file is noise exactly when it says so', async ({ file, noise }) => {
  const found = noiseOf(await read(file), { mailbox: null, domains: [] })?.kind;
  // 27 and 40 are machine-made and wanted: by an authorised sender, and by their thread.
  expect(found === 'auto_generated' ? undefined : found).toBe(noise);
});

test.each(mails.filter(({ outcome }) => outcome === 'duplicate'))(
  '$file is the same mail as $of',
  async (sample) => {
    const [copy, first] = await Promise.all([read(sample.file), read(sample.of ?? '')]);
    expect(mailKey(copy)).toEqual(mailKey(first));
  },
);

test.each(mails.filter(({ outcome }) => outcome === 'appended'))(
  '$file belongs to the thread of $of',
  async (sample) => {
    const [reply, first] = await Promise.all([read(sample.file), read(sample.of ?? '')]);
    expect(meet(threadEvidence(reply), threadEvidence(first))).toBe(true);
  },
);

/** By a key, or for an answer that names no mail by its subject. */
function meet(reply: ThreadEvidence, first: ThreadEvidence): boolean {
  const known = new Set(first.links.map((link) => link.key.toString('hex')));
  if (reply.links.some((link) => known.has(link.key.toString('hex')))) return true;
  return reply.subject?.lost === true && first.subject?.key.equals(reply.subject.key) === true;
}

test('no other two samples are the same mail', async () => {
  const firsts = mails.filter(({ outcome }) => outcome !== 'duplicate');
  const keys = await Promise.all(
    firsts.map(async ({ file }) => mailKey(await read(file)).hash.toString('hex')),
  );
  expect(new Set(keys).size).toBe(firsts.length);
});
