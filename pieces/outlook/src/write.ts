import { InputError } from '@pebble/kit/errors';
import type { Json } from './read.ts';

/** What a person fills in about a mail that is being written. */
export interface Written {
  subject?: string | undefined;
  body?: string | undefined;
  body_type: 'text' | 'html';
  to?: readonly string[] | undefined;
  cc?: readonly string[] | undefined;
  bcc?: readonly string[] | undefined;
}

/** In Graph's words; what was not filled in is left out, so that it stays as it is. */
export function toGraph({ subject, body, body_type, to, cc, bcc }: Written): Json {
  return {
    ...(subject === undefined ? {} : { subject }),
    ...(body === undefined ? {} : { body: { contentType: body_type, content: body } }),
    ...recipients('to', 'toRecipients', to),
    ...recipients('cc', 'ccRecipients', cc),
    ...recipients('bcc', 'bccRecipients', bcc),
  };
}

/** Of a mail that goes out at once: refused here, or a draft of it would stay behind. */
export function demandRecipients(to: readonly string[]): void {
  if (to.length === 0) throw new InputError('Field "to" needs an address', 'to');
}

function recipients(field: string, name: string, addresses: readonly string[] | undefined): Json {
  if (addresses === undefined) return {};
  return { [name]: addresses.map((one) => ({ emailAddress: toAddress(field, one) })) };
}

/** `Ada Byron <ada@buyer.example>` or the address alone. */
function toAddress(field: string, text: string): Json {
  const [, name = '', address = ''] = /^\s*"?([^"<]*?)"?\s*<([^<>\s]+)>\s*$/.exec(text) ?? [
    '',
    '',
    text.trim(),
  ];
  if (address === '' || /[\s<>]/.test(address))
    throw new InputError(`Field "${field}" holds something that is no address`, field);
  return name === '' ? { address } : { name, address };
}
