import { JsonMail } from '@pebble/contract/ingestion';
import type { SourceMapping } from '@pebble/contract/sources';
import { IN_PLAIN_WORDS } from '../../http/plain-words.ts';
import { ApiProblem } from '../../http/problem.ts';
import { fromJsonMail, type IncomingMail } from '../ingestion/incoming-mail.ts';
import { mapPayload, placeOf } from './map-payload.ts';

/**
 * The mail in a delivery. With a mapping, what is kept is the mail that came out of it, with the whole payload beside it under
 * `original`; without one, the payload is the mail.
 *
 * @param trackingId names the delivery, also in the Message-ID of a mail that has none
 * @throws ApiProblem invalid_request that names the fields of the payload which do not fit
 */
export function deliveredMail(
  source: { id: string; mailbox: string | null; mapping: SourceMapping | null },
  payload: { value: unknown; bytes: Uint8Array },
  trackingId: string,
): IncomingMail {
  const { mapping } = source;
  const draft = mapping ? mapPayload(mapping, payload.value, `<${trackingId}@${source.id}>`) : payload.value;
  const parsed = JsonMail.safeParse(draft, IN_PLAIN_WORDS);
  if (!parsed.success) {
    const errors = parsed.error.issues
      .slice(0, 20)
      .map(({ path, message }) => ({ path: fieldName(mapping, path.map(String)), message }));
    throw misfit(errors);
  }
  const bytes = mapping
    ? Buffer.from(JSON.stringify({ ...(draft as object), original: payload.value }))
    : payload.bytes;
  const mail = fromJsonMail(parsed.data, bytes);
  // What the owner has set wins over what the third party writes.
  return { ...mail, mailbox: source.mailbox ?? mail.mailbox };
}

function fieldName(mapping: SourceMapping | null, path: readonly string[]): string {
  const place = mapping && path[0] !== undefined ? placeOf(mapping, path[0]) : null;
  return ['body', place ?? path.join('.')].join('.');
}

function misfit(errors: { path: string; message: string }[]): ApiProblem {
  const fields = [...new Set(errors.map((error) => error.path))].join(', ');
  return new ApiProblem('invalid_request', { detail: `These fields do not fit: ${fields}`, errors });
}
