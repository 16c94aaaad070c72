import { splitHistory } from './history.ts';
import { type MarkedSubject, readSubject } from './subject-marks.ts';

/** A mail in the parts that a clerk tells apart: what the sender wants now, and what only lies around it. */
export interface ClerkReading extends MarkedSubject {
  /** What the sender has just written. */
  newest: string;
  /** Signature, disclaimer and older mails. */
  rest: string;
}

/** Nobody needs more to sort a mail; a pasted log must not cost a second. */
const MAX_TEXT = 20_000;
const MAX_SUBJECT = 1000;

const CLOSING = [
  /^--\s*$/,
  /^\s*(?:(?:with )?(?:best|kind|warm|many)\s+)?regards\b/i,
  /^\s*(?:yours (?:sincerely|faithfully|truly)|thanks (?:&|and) regards|thanking you|sincerely)\b/i,
  /^\s*(?:mit (?:freundlichen|besten) gr|freundliche gr|(?:viele|beste) gr|cordialement|bien à vous|saludos|cordiali saluti)/i,
  /^\s*(?:sent from my|gesendet von meinem|envoyé de mon|von meinem iphone)/i,
  /^\s*(?:भवदीय|सादर|مع (?:أطيب |خالص )?(?:ال)?تحي|وتفضلوا|敬具)/,
  /^\s*(?:this e?-?mail (?:and|is|may|contains)|the information contained|disclaimer|confidentiality)/i,
];

/** Sentences that speak to a machine instead of the reader: data like all mail text, and worth nothing as an order. */
const TO_A_MACHINE =
  /\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instructions?|prompts?|rules)\b|\bsystem (?:prompt|message|override|note)\b|\byou are (?:now )?(?:an? )?(?:ai|assistant|classifier|language model)\b|\b(?:classify|label|categori[sz]e) (?:this|it|the)\b.{0,40}\bas\b|\bprobability\s*(?:[:=]|of)/i;

export function readAsClerk(subject: string, text: string): ClerkReading {
  const lines = text.slice(0, MAX_TEXT).split(/\r?\n/).map(withoutOrders);
  const { own, history } = splitHistory(lines);
  const closing = own.findIndex((line) => CLOSING.some((pattern) => pattern.test(line)));
  // A closing in the first lines of words is no closing: `Regards, we need 40 valves`.
  const cut = closing > 0 && hasWords(own.slice(0, closing)) ? closing : own.length;
  return {
    ...readSubject(subject.slice(0, MAX_SUBJECT)),
    newest: own.slice(0, cut).join('\n').trim(),
    rest: [...own.slice(cut), ...history].join('\n').trim(),
  };
}

function withoutOrders(line: string): string {
  if (!TO_A_MACHINE.test(line)) return line;
  const sentences = line.split(/(?<=[.!?。])\s+/);
  return sentences.filter((sentence) => !TO_A_MACHINE.test(sentence)).join(' ');
}

function hasWords(lines: readonly string[]): boolean {
  return lines.some((line) => /\p{L}{2}/u.test(line));
}
