import type { IncomingMessage } from 'node:http';
import { ApiProblem } from './problem.ts';

/** Bodies that are being received, all together: many large ones at once must not take the memory of the process. */
const MOST_UNDER_WAY = 256 * 1024 * 1024;
let underWay = 0;

/**
 * Reads a request body up to `limit` bytes; stops reading at the first byte too many.
 *
 * @throws ApiProblem too_large, or too_many_requests when others are sending too much at this moment
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new ApiProblem('unsupported_media_type', { detail: 'Send the body without a content encoding.' });
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    // At once, with all that is announced: nobody is stopped in the middle by those who came later.
    demandMemory(Number(request.headers['content-length'] ?? 0));
    // `destroyOnReturn: false` keeps the socket open, so that the refusal can still be sent.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > limit) throw tooLarge(limit);
      demandMemory(chunk.byteLength);
      chunks.push(chunk);
      underWay += chunk.byteLength;
    }
  } catch (cause) {
    // Somebody who hangs up in the middle of a body is no failure of ours, and must not look like one in the log.
    if (request.destroyed && !(cause instanceof ApiProblem)) {
      throw new ApiProblem('malformed_body', { detail: 'The body ended early.', cause });
    }
    throw cause;
  } finally {
    for (const chunk of chunks) underWay -= chunk.byteLength;
  }
  return Buffer.concat(chunks);
}

export function tooLarge(limit: number): ApiProblem {
  return new ApiProblem('too_large', { detail: `At most ${limit} bytes are taken here.` });
}

function demandMemory(more: number): void {
  if (underWay + more <= MOST_UNDER_WAY) return;
  const detail = 'Too many large bodies are being received at this moment; send this one again.';
  throw new ApiProblem('too_many_requests', { detail, retryAfter: 2 });
}
