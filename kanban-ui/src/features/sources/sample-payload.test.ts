import { expect, it } from 'vitest';
import { samplePayload } from './sample-payload.ts';

it('is a mail without a mapping, and with one what the mapping looks for', () => {
  expect(samplePayload(null)).toMatchObject({ from: 'ada@buyer.example', subject: 'Enquiry' });
  expect(
    samplePayload({
      from: 'lead.email',
      from_name: 'lead.name',
      subject: { text: 'Lead' },
      body: ['a', 'b.c'],
    }),
  ).toEqual({
    lead: { email: 'ada@buyer.example', name: 'Ada Buyer' },
    a: 'Please quote 40 gate valves.',
    b: { c: 'Please quote 40 gate valves.' },
  });
});

it('puts a place below another one, even where both cannot be', () => {
  expect(samplePayload({ from: 'lead', subject: 'lead.subject', body: 'text' })).toMatchObject({
    lead: expect.anything() as unknown,
    text: 'Please quote 40 gate valves.',
  });
});
