declare module 'mbox-reader' {
  import type { Readable } from 'node:stream';

  /** The part of a message in an archive that we read. Lines end in `\n`. */
  export interface MboxMessage {
    content: Buffer;
  }

  export function mboxReader(source: Readable): AsyncGenerator<MboxMessage>;
}
