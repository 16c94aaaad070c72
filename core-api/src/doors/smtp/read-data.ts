import type { SMTPServerDataStream } from 'smtp-server';
import { SmtpReply } from './smtp-reply.ts';

/** Bytes that all mails on their way in may take together. */
export class MemoryBudget {
  private left: number;

  constructor(bytes: number) {
    this.left = bytes;
  }

  /** False when there is no room; then nothing was taken. */
  take(bytes: number): boolean {
    if (bytes > this.left) return false;
    this.left -= bytes;
    return true;
  }

  give(bytes: number): void {
    this.left += bytes;
  }
}

export interface DataLimits {
  /** Largest mail, in bytes. */
  maxBytes: number;
  budget: MemoryBudget;
  /** Called when a client goes on and on with a mail that is refused already. */
  cut: () => void;
}

/**
 * Reads a mail and hands it to `use`; its memory is counted until that has ended. The protocol knows no refusal in the
 * middle of a mail, so what is too much is read and thrown away, up to as much again.
 *
 * @throws SmtpReply 552 when it is too large, 452 when too many mails come in at once; or what broke the connection
 */
export async function readData<T>(
  stream: SMTPServerDataStream,
  { maxBytes, budget, cut }: DataLimits,
  use: (mail: Buffer) => Promise<T>,
): Promise<T> {
  const chunks: Buffer[] = [];
  let held = 0;
  let received = 0;
  let refusal: SmtpReply | null = null;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      received += chunk.byteLength;
      if (received > 2 * maxBytes) cut();
      if (refusal) continue;
      if (received > maxBytes) refusal = new SmtpReply(552, '5.3.4 The mail is too large');
      else if (!budget.take(chunk.byteLength))
        refusal = new SmtpReply(452, '4.3.1 Too much mail at once; please try again later');
      if (refusal) {
        budget.give(held);
        held = 0;
        chunks.length = 0;
      } else {
        held += chunk.byteLength;
        chunks.push(chunk);
      }
    }
    if (refusal) throw refusal;
    const mail = Buffer.concat(chunks);
    // Or the mail would be held twice while it is used.
    chunks.length = 0;
    return await use(mail);
  } finally {
    budget.give(held);
  }
}
