const REPLY = /^(?:re|aw|antw|sv|rif|رد|回复|返信)\s*(?:\[\d+\])?\s*[:：]\s*/i;
const FORWARD = /^(?:fwd?|wg|tr|rv|enc|إعادة توجيه|転送)\s*[:：]\s*/i;

export interface MarkedSubject {
  subject: string;
  reply: boolean;
  forward: boolean;
}

/** Takes `Re:`, `AW:`, `Fwd:` and their like off a subject, however many there are. */
export function readSubject(text: string): MarkedSubject {
  const found = { subject: text.trim(), reply: false, forward: false };
  for (;;) {
    const { subject } = found;
    if (REPLY.test(subject)) found.reply = true;
    if (FORWARD.test(subject)) found.forward = true;
    found.subject = subject.replace(REPLY, '').replace(FORWARD, '');
    if (found.subject === subject) return found;
  }
}
