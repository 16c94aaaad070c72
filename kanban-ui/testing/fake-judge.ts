import { STREAM_OF_INTENT, type DecidedBy, type Intent, type Stream } from '@pebble/contract/values';

export interface FakeVerdict {
  stream: Stream;
  intent: Intent;
  probability: number;
  decided_by: DecidedBy;
  abstained: boolean;
  reasons: string[];
}

const WORDS: [Intent, RegExp][] = [
  ['nit_document', /\b(notice inviting tender|nit|tender notice|vergabe)\b/gi],
  ['bid_requirement', /\b(bid|emd|technical bid|pre-qualification|bieter\w*)\b/gi],
  ['order', /\b(purchase order|po \d+|order|bestellung|auftrag)\b/gi],
  ['invoice', /\b(invoice|rechnung|credit note)\b/gi],
  ['payment_notification', /\b(payment|remittance|paid|überweisung|zahlung)\b/gi],
  ['meeting_request', /\b(meeting|visit|call|termin|appointment)\b/gi],
  ['follow_up', /\b(follow[- ]?up|reminder|any news|offer|nachfrage)\b/gi],
  ['new_enquiry', /\b(price|quote|quotation|enquiry|anfrage|availability)\b/gi],
];

/** Counts words: just enough of a classifier to fill a board with. */
export function judge(text: string): FakeVerdict {
  const [best] = WORDS.map(([intent, words]) => ({ intent, found: text.match(words) ?? [] })).toSorted(
    (a, b) => b.found.length - a.found.length,
  );
  const found = best?.found ?? [];
  const intent = found.length > 0 && best ? best.intent : 'new_enquiry';
  const probability = found.length === 0 ? 0.41 : Math.min(0.99, 0.62 + 0.12 * found.length);
  return {
    stream: STREAM_OF_INTENT[intent],
    intent,
    probability,
    decided_by: found.length > 1 ? 'rules' : 'local_model',
    abstained: probability < 0.7,
    reasons: [...new Set(found.map((word) => word.toLowerCase()))],
  };
}
