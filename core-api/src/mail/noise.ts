import type { NoiseKind } from '@pebble/contract/noise';
import { calendarMethods, isBareCalendarReply } from './noise-calendar.ts';
import { massMail, type Recipient } from './noise-lists.ts';
import { reportOf, type MailReport } from './noise-report.ts';
import { autoReplySign, autoSubmitted, hasNullReturnPath, mayBeAutoReply } from './noise-signs.ts';
import { hasAutoReplyPrefix, speaksOfAbsence } from './noise-subjects.ts';
import type { ParsedMail } from './parsed-mail.ts';

/** Why a mail is taken for one that no person wrote to us. The reason is a sentence for people and holds nothing of the mail. */
export interface Noise {
  kind: Exclude<NoiseKind, 'loop'>;
  reason: string;
}

/**
 * Says whether a mail is noise, by what its headers and parts declare; its text is not judged. The most telling kind
 * comes first. Null for everything that a person may have written, and when in doubt.
 */
export function noiseOf(mail: ParsedMail, recipient: Recipient): Noise | null {
  return (
    reported(mail) ??
    calendarReply(mail) ??
    automaticReply(mail) ??
    ownMail(mail, recipient) ??
    machineMade(mail, recipient)
  );
}

const REPORTS: Record<MailReport['about'], Noise> = {
  failed: { kind: 'bounce', reason: 'A mail could not be delivered.' },
  delayed: { kind: 'bounce', reason: 'A mail is late; the server is still trying.' },
  delivered: { kind: 'read_receipt', reason: 'A server confirms that a mail was delivered.' },
  opened: { kind: 'read_receipt', reason: 'Somebody has opened or deleted a mail.' },
  complaint: { kind: 'bounce', reason: 'A recipient has complained about a mail.' },
};

function reported(mail: ParsedMail): Noise | null {
  const report = reportOf(mail);
  if (!report) return null;
  const { kind, reason } = REPORTS[report.about];
  return { kind, reason: report.status ? `${reason} Status ${report.status}.` : reason };
}

function calendarReply(mail: ParsedMail): Noise | null {
  if (!isBareCalendarReply(mail)) return null;
  return {
    kind: 'calendar_reply',
    reason: 'Somebody answered a meeting request without a word of their own.',
  };
}

function automaticReply(mail: ParsedMail): Noise | null {
  const { headers, subject } = mail;
  if (hasAutoReplyPrefix(subject)) {
    return { kind: 'out_of_office', reason: 'An automatic reply, by its subject.' };
  }
  const sign = autoReplySign(headers);
  if (speaksOfAbsence(subject) && mayBeAutoReply(headers)) {
    return { kind: 'out_of_office', reason: 'An out-of-office reply, by its headers and subject.' };
  }
  if (sign !== null) return { kind: 'auto_reply', reason: `An automatic reply: ${sign}.` };
  if (!hasNullReturnPath(headers)) return null;
  return { kind: 'auto_reply', reason: 'Its envelope has no sender, as only automatic mail has.' };
}

function ownMail(mail: ParsedMail, { mailbox }: Recipient): Noise | null {
  if (mail.fromAddress !== mailbox) return null;
  return { kind: 'own_mail', reason: 'The mailbox has sent this to itself.' };
}

function machineMade(mail: ParsedMail, recipient: Recipient): Noise | null {
  // Calendars send invitations for people, and mark them as made by a machine.
  if (calendarMethods(mail).length > 0) return null;
  if (autoSubmitted(mail.headers) !== '') {
    return { kind: 'auto_generated', reason: 'Made by a machine: Auto-Submitted.' };
  }
  const mass = massMail(mail.headers, recipient);
  if (mass === 'bulk') return { kind: mass, reason: 'Sent to many: Precedence bulk or junk.' };
  if (mass === 'mailing_list') return { kind: mass, reason: 'Sent to a mailing list: Precedence list.' };
  return null;
}
