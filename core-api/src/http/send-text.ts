import { pipeline } from 'node:stream/promises';
import { Readable, type Writable } from 'node:stream';

/**
 * Writes a text piece by piece, as fast as the client takes it. When the source fails, the connection is cut: the status is
 * sent by then, and a file that ended early must not look whole.
 */
export async function sendText(response: Writable, pieces: AsyncIterable<string>): Promise<void> {
  await pipeline(Readable.from(pieces), response).catch(() => response.destroy());
}
