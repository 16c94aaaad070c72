// Generated from pieces/outlook/src/mime.ts by `npm run nodes:generate`: change it there.
import type { Graph } from './client';
import { messagePath } from './path';

/** The whole mail, byte by byte as it was received. Throws NotFoundError when it has gone. */
export function readMime(graph: Graph, mail: { mailbox: string; id: string }): Promise<Uint8Array> {
  return graph.bytes({ mailbox: mail.mailbox, method: 'GET', path: `${messagePath(mail.id)}/$value` });
}
