import type { JsonMail } from '@pebble/contract/ingestion';
import { addressParser, type Mailbox } from 'postal-mime';
import { ApiProblem } from '../../http/problem.ts';
import { cleanLine } from '../../mail/clean-text.ts';
import { envelopeFromJson } from '../../mail/json-mail.ts';
import { parseHeaders } from '../../mail/parse-headers.ts';
import { type Envelope, InvalidMail } from '../../mail/parsed-mail.ts';

/** As much of a mail as accepting it needs. */
export interface IncomingMail {
  format: 'rfc822' | 'json';
  /** What was handed over, byte for byte. */
  bytes: Uint8Array;
  /** Lower case. */
  fromAddress: string;
  /** Addresses that may name the mailbox, lower case, most telling first. */
  recipients: string[];
  /** The mailbox that the caller named, lower case; it must exist. */
  mailbox: string | null;
  /** For looking through received mail, and for the loop guard. */
  envelope: Envelope;
}

/** Reads the envelope of raw mail: the header block only, so that a large mail costs no more than a small one. */
export async function fromRawMail(bytes: Uint8Array, mailbox: string | undefined): Promise<IncomingMail> {
  try {
    const { headers, ...envelope } = await parseHeaders(bytes);
    const { fromAddress, to, cc } = envelope;
    // Bcc and forwarded mail do not name our mailbox in To; the delivering server notes it in one of these.
    const delivered = [...(headers.get('delivered-to') ?? []), ...(headers.get('x-original-to') ?? [])];
    return {
      format: 'rfc822',
      bytes,
      fromAddress,
      recipients: addressesOf([...delivered, ...to, ...cc]),
      mailbox: mailbox?.toLowerCase() ?? null,
      envelope,
    };
  } catch (error) {
    throw refusal(error);
  }
}

export function fromJsonMail(mail: JsonMail, bytes: Uint8Array): IncomingMail {
  try {
    const envelope = envelopeFromJson(mail);
    return {
      format: 'json',
      bytes,
      fromAddress: envelope.fromAddress,
      recipients: addressesOf([...mail.to, ...mail.cc]),
      mailbox: mail.mailbox?.toLowerCase() ?? null,
      envelope,
    };
  } catch (error) {
    throw refusal(error);
  }
}

function refusal(error: unknown): unknown {
  if (!(error instanceof InvalidMail)) return error;
  const { field, message } = error;
  return new ApiProblem('invalid_request', { detail: message, errors: [{ path: `body.${field}`, message }] });
}

function addressesOf(values: readonly string[]): string[] {
  return values
    .flatMap((value) => addressParser(value, { flatten: true }) as Mailbox[])
    .map(({ address }) => cleanLine(address).toLowerCase())
    .filter((address) => address.includes('@'));
}
