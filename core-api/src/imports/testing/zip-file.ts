import { crc32, deflateRawSync } from 'node:zlib';

export type ZipContent =
  | string
  | {
      content: string;
      stored?: boolean;
      /** In place of the packed content. */
      packed?: Buffer;
      /** What the directory says, in place of the truth. */
      size?: number;
    };

/** A zip file as a spreadsheet program writes it, or as nobody honest would. */
export function zipFile(contents: Record<string, ZipContent>, comment: Buffer = Buffer.alloc(0)): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, given] of Object.entries(contents)) {
    const entry = typeof given === 'string' ? { content: given } : given;
    const plain = Buffer.from(entry.content);
    const packed = entry.packed ?? (entry.stored ? plain : deflateRawSync(plain));
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(entry.stored ? 0 : 8, 4);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(entry.size ?? plain.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  end.writeUInt16LE(comment.length, 16);
  return Buffer.concat([...locals, listed, Buffer.from('PK\x05\x06'), end, comment]);
}
