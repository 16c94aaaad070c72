import { UpstreamError } from '@pebble/kit/errors';
import type { FileValue } from '@pebble/kit/field';
import { decodeSuccess } from '@pebble/kit/json-http';
import type { Graph } from './client.ts';
import { failureOf } from './graph-failure.ts';
import { asRecord, listOf, needText } from './read.ts';

/** Under 4 MB, and a multiple of 320 KiB. */
export const CHUNK = 12 * 320 * 1024;

/** Attaches a large file to a draft piece by piece, and gives the id of the attachment when the vendor says it. */
export async function uploadAttachment(
  graph: Graph,
  box: string,
  path: string,
  { name, content_type, bytes }: FileValue,
): Promise<string | null> {
  const item = { attachmentType: 'file', name, size: bytes.length, contentType: content_type };
  const body = { AttachmentItem: item };
  const opened = await graph.ask({ mailbox: box, method: 'POST', path: `${path}/createUploadSession`, body });
  const url = needText(asRecord(opened), 'uploadUrl');
  // Twice as many tries as pieces, should the vendor ask for one again.
  for (let start = 0, left = 2 * Math.ceil(bytes.length / CHUNK) + 2; left > 0; left -= 1) {
    const end = Math.min(start + CHUNK, bytes.length);
    const response = await graph.bare(
      {
        method: 'PUT',
        url,
        headers: {
          'content-type': 'application/octet-stream',
          'content-range': `bytes ${start}-${end - 1}/${bytes.length}`,
        },
        body: bytes.slice(start, end),
      },
      box,
    );
    if (response.status === 201) return idOf(response.headers['location'] ?? '');
    if (response.status >= 300) throw failureOf(response);
    start = nextStart(decodeSuccess(response, 'Microsoft Graph')) ?? end;
    // Everything is there, and the answer that said so was lost.
    if (start >= bytes.length) return null;
  }
  throw new UpstreamError('The upload of the attachment did not come to an end');
}

/** Where the vendor says that it goes on; it may have got a piece whose answer was lost. */
function nextStart(answer: unknown): number | null {
  const [range] = listOf(asRecord(answer ?? {}), 'nextExpectedRanges');
  const start = Number(String(range ?? '').split('-')[0] || NaN);
  return Number.isSafeInteger(start) ? start : null;
}

function idOf(location: string): string | null {
  const [, id] = /attachments(?:\('|\/)([^')/?]+)/i.exec(location) ?? [];
  return id === undefined ? null : decodeURIComponent(id);
}
