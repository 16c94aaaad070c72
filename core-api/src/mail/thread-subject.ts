import { leadingMarker, type LeadingMarker } from './subject-markers.ts';
import { leadingLabel, withoutLeadingTag, withoutTrailingTags } from './subject-tags.ts';

/** A subject without what answering, forwarding and gateways have put around it. */
export interface ThreadSubject {
  /** In one form of letters, lower case; empty when nothing is left. Equal for all mails of a thread. */
  bare: string;
  /** What the mail itself is: the outermost marker. Null for a mail that begins something. */
  marker: LeadingMarker['kind'] | null;
  /** True when it was forwarded at any time. */
  forwarded: boolean;
}

/** Nobody's subject is longer, and a machine's must not cost time. */
const MAX_CHARACTERS = 1000;

/** Reads a subject. Markers and tags may stand in any order and number: `[EXTERNAL] Re: AW: Fwd: [list] …`. */
export function readThreadSubject(subject: string): ThreadSubject {
  const markers: LeadingMarker['kind'][] = [];
  const labels: string[] = [];
  // Formatting characters are invisible; programs put them around markers in right-to-left scripts.
  let rest = subject
    .slice(0, MAX_CHARACTERS)
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '');
  for (;;) {
    const marked = leadingMarker(rest);
    const untagged = marked ? marked.rest : withoutLeadingTag(rest);
    if (marked) markers.push(marked.kind);
    if (untagged !== null) {
      rest = untagged;
      continue;
    }
    const labelled = leadingLabel(rest);
    if (!labelled) break;
    labels.push(labelled.label);
    rest = labelled.rest;
  }
  return {
    bare: collapse([...new Set(labels), withoutTrailingTags(rest)].join(' ')),
    marker: markers[0] ?? null,
    forwarded: markers.includes('forward'),
  };
}

function collapse(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}
