import type { IncomingMessage } from 'node:http';
import { ApiProblem } from './problem.ts';

/** Reads a request body up to `limit` bytes; stops reading at the first byte too many. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new ApiProblem('unsupported_media_type', { detail: 'Send the body without a content encoding.' });
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    // `destroyOnReturn: false` keeps the socket open, so that the refusal can still be sent.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > limit) throw tooLarge(limit);
      chunks.push(chunk);
    }
  } catch (cause) {
    // Somebody who hangs up in the middle of a body is no failure of ours, and must not look like one in the log.
    if (request.destroyed && !(cause instanceof ApiProblem)) {
      throw new ApiProblem('malformed_body', { detail: 'The body ended early.', cause });
    }
    throw cause;
  }
  return Buffer.concat(chunks);
}

export function tooLarge(limit: number): ApiProblem {
  return new ApiProblem('too_large', { detail: `At most ${limit} bytes are taken here.` });
}
