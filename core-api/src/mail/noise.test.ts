import { describe, expect, it } from 'vitest';
import { noiseOf } from './noise.ts';
import { parseMail } from './parse-mail.ts';
import { AUTOMATIC_MAILS } from './testing/automatic-mails.ts';
import { LIST_MAILS } from './testing/list-mails.ts';
import { rawSample, type NoiseSample } from './testing/noise-mails.ts';
import { REPORT_MAILS } from './testing/report-mails.ts';

const US = { mailbox: 'sales@us.example', domains: ['us.example'] };
const judge = async (sample: Pick<NoiseSample, 'headers' | 'body'>, recipient = US) =>
  noiseOf(await parseMail(rawSample(sample)), recipient);

const CORPUS = [...AUTOMATIC_MAILS, ...REPORT_MAILS, ...LIST_MAILS];

describe.each([
  ['an automatic answer, or what looks like one', AUTOMATIC_MAILS],
  ['a report or a meeting', REPORT_MAILS],
  ['mail to many', LIST_MAILS],
])('%s', (_, samples) => {
  it.each(samples.map((sample) => [sample.name, sample] as const))('%s', async (_name, sample) => {
    expect((await judge(sample))?.kind ?? null).toBe(sample.kind);
  });
});

describe('the corpus', () => {
  it('has every kind, and as many mails that are wanted as it takes to trust it', () => {
    expect(CORPUS.length).toBeGreaterThan(60);
    expect(CORPUS.filter(({ kind }) => kind === null).length).toBeGreaterThan(20);
    expect(new Set(CORPUS.map(({ kind }) => kind)).size).toBe(10);
  });

  it('gives reasons in plain words that hold nothing of the mail', async () => {
    for (const sample of CORPUS) {
      const noise = await judge(sample);
      if (noise) expect(noise.reason, sample.name).toMatch(/^[A-Z][\x20-\x7e]+\.$/);
      expect(noise?.reason ?? '', sample.name).not.toMatch(/valve|ada@|offer/i);
    }
  });
});

describe('a recipient that is not known', () => {
  it('does not make a list of ours look like one of others, once our domains are known', async () => {
    const sample = { headers: ['Precedence: list', 'List-ID: <sales.us.example>'] };
    expect(await judge(sample, { mailbox: null as never, domains: ['us.example'] })).toBeNull();
    expect((await judge(sample, { mailbox: null as never, domains: [] }))?.kind).toBe('mailing_list');
  });
});

describe('a reason', () => {
  it('tells the status of a bounce', async () => {
    const [postfix] = REPORT_MAILS;
    expect(postfix && (await judge(postfix))?.reason).toBe('A mail could not be delivered. Status 5.1.1.');
  });
});

it('is not kept busy by headers that are made to', async () => {
  const bait = [
    `Mailing-list: ${'list '.repeat(100_000)}`,
    `List-Post: ${'mailto:'.repeat(70_000)}`,
    `Subject: ${'re:'.repeat(100_000)}`,
    'Precedence: list',
  ];
  // Patterns that go back and forth would need hours, which the limit of the test notices.
  expect((await judge({ headers: bait }))?.kind).toBe('mailing_list');
});
