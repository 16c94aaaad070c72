import type { HeaderMap } from './header-map.ts';

/** A part of a mail that is not its text. `contentId` is without angle brackets; `inline` parts belong to the HTML. */
export interface ParsedAttachment {
  filename: string;
  contentType: string;
  /** Bytes. */
  size: number;
  content: Uint8Array;
  contentId: string | null;
  inline: boolean;
}

/** Who wrote to whom about what: everything that the header block alone tells. */
export interface Envelope {
  /** With its angle brackets when it had them; null when the mail has none. */
  messageId: string | null;
  inReplyTo: string[];
  /** Oldest first, as in the header. */
  references: string[];
  fromName: string;
  /** Lower case. */
  fromAddress: string;
  to: string[];
  cc: string[];
  subject: string;
  /** Null when the mail carries no date, or none that can be read. */
  sentAt: Date | null;
}

/** A mail in the one shape that the rest of Pebble knows. No string in it holds NUL or half a surrogate pair. */
export interface ParsedMail extends Envelope {
  headers: HeaderMap;
  /** Always filled, from the HTML when there is no text part. Lines end in `\n`. */
  text: string;
  /** As the sender wrote it: sanitise before showing. */
  html: string | null;
  attachments: ParsedAttachment[];
  attachmentUrls: string[];
}

type InvalidField = 'from' | 'headers' | 'attachments';

/** The mail cannot be accepted as it is; `field` names the part to mend. */
export class InvalidMail extends Error {
  override readonly name = 'InvalidMail';
  readonly field: InvalidField;

  constructor(field: InvalidField, message: string) {
    super(message);
    this.field = field;
  }
}
