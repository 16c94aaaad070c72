import { createHash } from 'node:crypto';
import { isTelling } from './generic-subjects.ts';
import { ancestorsOf, mailKey } from './mail-identity.ts';
import type { ParsedMail } from './parsed-mail.ts';
import { readThreadIndex, wasWrittenAt } from './thread-index.ts';
import { readThreadSubject, type ThreadSubject } from './thread-subject.ts';

/** One key that may lead from a mail to its thread. */
export interface ThreadLink {
  /** SHA-256, 32 bytes. */
  key: Buffer;
  /** Leads only to a card on which somebody of the mail already is: forwarding takes identifiers along to strangers. */
  guarded: boolean;
  /** The thread is to be known by this key from now on. */
  claim: boolean;
}

/** What a subject alone says about a mail's thread. */
export interface SubjectEvidence {
  /** SHA-256 of the bare subject. */
  key: Buffer;
  /** The mail is an answer and does not say to what: its subject is all there is to find the thread by. */
  lost: boolean;
  /** The mail begins something: it may be what a lost answer that came earlier belongs to. */
  begins: boolean;
}

/** Everything in a mail that tells its thread, the most trusted first: own id, In-Reply-To, References, Thread-Index. */
export interface ThreadEvidence {
  links: ThreadLink[];
  /** The mail itself is a forward, so that only its sender counts as being in a conversation. */
  forward: boolean;
  /** Null when the subject tells too little. */
  subject: SubjectEvidence | null;
}

const DAY_MS = 86_400_000;
/** Longer than anybody leaves a draft, and shorter than the week after which an order is repeated from a template. */
const DRAFT_MS = 2 * DAY_MS;
/** Some programs answer with the index of the mail that they answer, and people take days. */
const ANSWER_MS = 14 * DAY_MS;

export function threadEvidence(mail: ParsedMail): ThreadEvidence {
  const subject = readThreadSubject(mail.subject);
  const { answered, referenced } = ancestorsOf(mail);
  // A forward names what it forwards, which may be known here from somebody else: three customers may forward one circular.
  // An answer to a forward names that one too, and is trusted only as to what it answers.
  const forward = subject.marker === 'forward';
  const links: ThreadLink[] = [
    { key: mailKey(mail).hash, guarded: false, claim: true },
    ...answered.map((key) => ({ key, guarded: forward, claim: !forward })),
    ...referenced.map((key) => ({ key, guarded: subject.forwarded, claim: !forward })),
    ...indexLinks(mail, subject),
  ];
  const named = answered.length + referenced.length > 0;
  return {
    links: links.filter((link, at) => links.findIndex((other) => other.key.equals(link.key)) === at),
    forward,
    subject: isTelling(subject.bare)
      ? {
          key: hash(['subject', subject.bare]),
          lost: subject.marker === 'reply' && !named,
          begins: subject.marker === null && !named,
        }
      : null,
  };
}

/**
 * The index names a conversation only together with the subject, because it is copied: into forwards, into mails made from
 * an older one or from a template. So it must also be of the mail's own time.
 */
function indexLinks(mail: ParsedMail, subject: ThreadSubject): ThreadLink[] {
  const index = readThreadIndex(mail.headers.get('thread-index')?.[0] ?? '');
  if (!index || !mail.sentAt) return [];
  if (!wasWrittenAt(index, mail.sentAt, subject.marker === 'reply' ? ANSWER_MS : DRAFT_MS)) return [];
  const conversation = index.conversation.toString('hex');
  const kind = subject.forwarded ? 'forwarded conversation' : 'conversation';
  return [{ key: hash([kind, conversation, subject.bare]), guarded: subject.forwarded, claim: true }];
}

function hash(parts: readonly string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}
