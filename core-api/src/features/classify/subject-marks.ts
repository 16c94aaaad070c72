import { leadingMarker } from '../../mail/subject-markers.ts';

export interface MarkedSubject {
  subject: string;
  reply: boolean;
  forward: boolean;
}

/** Takes `Re:`, `AW:`, `Fwd:` and their like off a subject, however many there are. */
export function readSubject(text: string): MarkedSubject {
  const found = { subject: text.trim(), reply: false, forward: false };
  for (;;) {
    const marked = leadingMarker(found.subject);
    if (!marked) return found;
    found[marked.kind] = true;
    found.subject = marked.rest;
  }
}
