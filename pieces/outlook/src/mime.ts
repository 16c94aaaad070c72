import type { Graph } from './client.ts';
import { messagePath } from './path.ts';

/** The whole mail, byte by byte as it was received. Throws NotFoundError when it has gone. */
export function readMime(graph: Graph, mail: { mailbox: string; id: string }): Promise<Uint8Array> {
  return graph.bytes({ mailbox: mail.mailbox, method: 'GET', path: `${messagePath(mail.id)}/$value` });
}
