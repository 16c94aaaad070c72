import type { JsonMail } from '@pebble/contract/ingestion';
import { addressParser, type Mailbox } from 'postal-mime';
import { ApiProblem } from '../../http/problem.ts';
import { cleanLine } from '../../mail/clean-text.ts';
import { parseHeaders } from '../../mail/parse-headers.ts';
import { InvalidMail } from '../../mail/parsed-mail.ts';

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
}

/** Reads the envelope of raw mail: the header block only, so that a large mail costs no more than a small one. */
export async function fromRawMail(bytes: Uint8Array, mailbox: string | undefined): Promise<IncomingMail> {
  try {
    const { headers, fromAddress, to, cc } = await parseHeaders(bytes);
    // Bcc and forwarded mail do not name our mailbox in To; the delivering server notes it in one of these.
    const delivered = [...(headers.get('delivered-to') ?? []), ...(headers.get('x-original-to') ?? [])];
    return {
      format: 'rfc822',
      bytes,
      fromAddress,
      recipients: addressesOf([...delivered, ...to, ...cc]),
      mailbox: mailbox?.toLowerCase() ?? null,
    };
  } catch (error) {
    if (!(error instanceof InvalidMail)) throw error;
    throw unfit(error.field, error.message);
  }
}

export function fromJsonMail(mail: JsonMail, bytes: Uint8Array): IncomingMail {
  const [fromAddress] = addressesOf([mail.from]);
  if (fromAddress === undefined) throw unfit('from', 'The mail has no sender address.');
  return {
    format: 'json',
    bytes,
    fromAddress,
    recipients: addressesOf([...mail.to, ...mail.cc]),
    mailbox: mail.mailbox?.toLowerCase() ?? null,
  };
}

function unfit(field: string, message: string): ApiProblem {
  return new ApiProblem('invalid_request', { detail: message, errors: [{ path: `body.${field}`, message }] });
}

function addressesOf(values: readonly string[]): string[] {
  return values
    .flatMap((value) => addressParser(value, { flatten: true }) as Mailbox[])
    .map(({ address }) => cleanLine(address).toLowerCase())
    .filter((address) => address.includes('@'));
}
