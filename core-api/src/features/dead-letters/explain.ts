import type { Explanation } from '@pebble/contract/dead-letters';

/** Whom a cause touches: one mail, or all that died of it. */
export type Touched =
  | { mail: { from: string; mailbox: string | null; entity: string } }
  | { count: number; senders: number; entities: readonly string[] };

/** Says in people's words what failed, whom it touches and what to do. */
export function explain(
  cause: { errorClass: string; step: string | null },
  touched: Touched,
  settled = false,
): Explanation {
  const { failed, todo } = WORDS[cause.errorClass] ?? UNKNOWN;
  const told =
    cause.step === null
      ? failed.charAt(0).toUpperCase() + failed.slice(1)
      : `At the step “${cause.step.replaceAll('_', ' ')}”: ${failed}`;
  return { failed: told, touches: touches(touched, settled), todo };
}

function touches(touched: Touched, settled: boolean): string {
  if ('mail' in touched) {
    const { from, mailbox, entity } = touched.mail;
    const who = `The mail from ${from} to ${mailbox ?? entity}${mailbox === null ? '' : ` (${entity})`}`;
    return settled ? `${who} was touched.` : `${who} has no card yet; nobody is working on it.`;
  }
  const { count, senders, entities } = touched;
  const mails =
    count === 1 ? 'One mail' : `${count} mails from ${senders === 1 ? 'one sender' : `${senders} senders`}`;
  const whose = new Intl.ListFormat('en').format(entities);
  const verb = count === 1 ? 'has' : 'have';
  if (settled) return `${mails} to ${whose} ${count === 1 ? 'was' : 'were'} touched.`;
  return `${mails} to ${whose} ${verb} no card yet.`;
}

const EDIT =
  'Open the mail, mend what the message names, try it out, and redrive it. Discard it when it is rubbish.';
const REDRIVE_ALL = 'then redrive everything of this cause. The mails themselves need no change.';

/** By the class of the error. Written for people who do not know what a class is. */
const WORDS: Readonly<Record<string, { failed: string; todo: string }>> = {
  InvalidMail: {
    failed:
      'the mail cannot be read: its header is damaged or names no sender, or it is a bomb of attachments.',
    todo: EDIT,
  },
  ZodError: { failed: 'the mail was handed over as JSON, and a field of it does not fit.', todo: EDIT },
  SyntaxError: { failed: 'the mail was handed over as JSON that cannot be read.', todo: EDIT },
  InputError: {
    failed: 'the system that the step works with refused the data: something is missing or does not fit.',
    todo: `Read the message to see which value is meant. If it stands in the mail, edit it; if the flow is wrong, have it mended, ${REDRIVE_ALL}`,
  },
  AuthError: {
    failed: 'Pebble could not sign in to the system that the step works with, or may not do this there.',
    todo: `Renew the access of that connection, ${REDRIVE_ALL}`,
  },
  NotFoundError: {
    failed: 'the step looked for something in another system that is not there.',
    todo: `Create it there, or edit the mail if it names the wrong one; ${REDRIVE_ALL}`,
  },
  ConflictError: {
    failed: 'the state of things in the other system does not allow what the step wants to do.',
    todo: `Look at the record there and set it right, ${REDRIVE_ALL}`,
  },
  RateLimitedError: {
    failed: 'the other system was called too often and asked to wait longer than Pebble waits.',
    todo: `Wait until it takes calls again, ${REDRIVE_ALL} Choose a low rate.`,
  },
  UpstreamError: {
    failed:
      'the other system was down, too slow, or answered with something unreadable, four times in a row.',
    todo: `Wait until it works again, ${REDRIVE_ALL} The first one is a trial: if it fails, the rest stays here.`,
  },
  CircuitOpenError: {
    failed: 'the other system has failed so often that Pebble left it alone for a whole day.',
    todo: `Find out when it works again, ${REDRIVE_ALL}`,
  },
  FlowRefused: {
    failed: 'the flow that is in use cannot be run here: it holds something that this engine does not know.',
    todo: `Ask whoever installed the flow to mend it, ${REDRIVE_ALL}`,
  },
  FlowFailed: {
    failed: 'the flow came to its end without saying what becomes of the mail.',
    todo: `Have the flow mended so that each of its ways ends in a card or in another outcome, ${REDRIVE_ALL}`,
  },
  ApiProblem: {
    failed: 'Pebble’s own rules refused what was to be done with the mail.',
    todo: 'Read the message, set right what it names, try the mail out, and redrive it.',
  },
  TimeoutError: {
    failed: 'something took too long, four times in a row.',
    todo: `Look whether the systems behind the flow are slow, ${REDRIVE_ALL}`,
  },
  SealingKeyMissing: {
    failed: 'the edited mail is sealed with a key that this installation does not have any more.',
    todo: `Ask your operator to put the key back that the message names, ${REDRIVE_ALL}`,
  },
  BoxBroken: {
    failed: 'the edited mail does not open, because its row in the database was altered.',
    todo: 'Drop the edit or edit the mail anew, and redrive it. Tell your operator: nobody should change that table by hand.',
  },
  // What the driver of Postgres calls its errors.
  error: {
    failed: 'the database did not take a change.',
    todo: 'Try the mail out. If that works now, redrive it; if not, hand the traceback to your operator.',
  },
};

const UNKNOWN = {
  failed: 'something failed for which Pebble has no words.',
  todo: 'Try the mail out. If that works now, redrive it; if not, hand the traceback to your operator.',
};
