// Generated from core-api/contract/src/classify.ts by `npm run nodes:generate`: change it there.
import { z } from 'zod/v4';
import { defineEndpoint } from './endpoint';
import { JsonMail } from './ingestion';
import { DecidedBy, Intent, Probability, Stream } from './values';

/** A judgement about a mail. When `abstained`, `stream` and `intent` are the best guess and a person decides. */
export const Verdict = z.object({
  stream: Stream,
  intent: Intent,
  probability: Probability,
  /** The rung that decided, or the last one asked when it abstained. */
  rung: DecidedBy,
  abstained: z.boolean(),
  /** Words or rules that decided, strongest first. */
  reasons: z.array(z.string()),
});
export type Verdict = z.infer<typeof Verdict>;

/** The ingestion shape, of which only the text matters here; attachment names are evidence too. */
export const ClassifyInput = JsonMail.extend({
  attachment_names: z.array(z.string().max(1000)).max(500).default([]),
});
export type ClassifyInput = z.infer<typeof ClassifyInput>;

export const classify = defineEndpoint({
  id: 'classify',
  method: 'POST',
  path: '/api/v1/classify/',
  summary: 'Judge a mail without any effect.',
  body: ClassifyInput.extend({
    /** Below this probability the verdict abstains. */
    confidence_floor: Probability.default(0.6),
  }),
  reply: Verdict,
  access: ['admin', 'manager', 'agent', 'integrator', 'ops', 'flow'],
  audit: { none: 'has no effect' },
  example: {
    body: { subject: 'PO 4711', from: 'ada@buyer.example', body: 'Please find our purchase order.' },
  },
});
