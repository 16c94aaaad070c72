import { createHash } from 'node:crypto';

const EPOCH_OFFSET_MS = 11_644_473_600_000n;
const FIELD = 2n ** 31n;

export interface IndexDraft {
  /** Any name; the same name is the same conversation. */
  conversation: string;
  begun: Date;
  /** When each answer was written. */
  answers?: readonly Date[];
  /** `specification` is Outlook for desktops, but counting answers from the header. */
  writer?: 'outlook' | 'exchange' | 'specification';
}

/** A Thread-Index as programs write it: header block, then five bytes for each answer. */
export function threadIndex({ conversation, begun, answers = [], writer = 'outlook' }: IndexDraft): string {
  const header = Buffer.alloc(22);
  if (writer === 'exchange') header.writeUIntBE(Number(ticks(begun) >> 24n), 1, 5);
  else header.writeUIntBE(Number(ticks(begun) >> 16n), 0, 6);
  header[0] = 1;
  createHash('md5').update(conversation).digest().copy(header, 6);
  // Exchange, too, reads the time in the six bytes.
  const anchor = BigInt(header.readUIntBE(0, 6)) << 16n;
  let before = anchor;
  const blocks = answers.map((answer) => {
    const passed = ticks(answer) - (writer === 'specification' ? anchor : before);
    const long = passed >= 2n ** 49n;
    const count = (passed >> (long ? 23n : 18n)) % FIELD;
    before += count << (long ? 23n : 18n);
    const block = Buffer.alloc(5);
    block.writeUInt32BE(Number(count) + (long ? 0x80000000 : 0));
    return block;
  });
  return Buffer.concat([header, ...blocks]).toString('base64');
}

function ticks(date: Date): bigint {
  return (BigInt(date.getTime()) + EPOCH_OFFSET_MS) * 10_000n;
}
