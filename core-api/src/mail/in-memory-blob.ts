/**
 * Stands in for the Blob of this thread. postal-mime gathers a body line by line, makes a Blob of the lines and reads it back at
 * once; Node's own Blob takes ten times as long for that as the rest of the parsing (a second for each megabyte of short lines).
 */
class InMemoryBlob {
  private readonly parts: readonly (Uint8Array | ArrayBuffer | string)[];

  constructor(parts: readonly (Uint8Array | ArrayBuffer | string)[] = []) {
    this.parts = parts;
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const size = this.parts.reduce((sum, part) => sum + lengthOf(part), 0);
    const whole = Buffer.from(new ArrayBuffer(size));
    let at = 0;
    for (const part of this.parts) {
      if (typeof part === 'string') at += whole.write(part, at);
      else {
        whole.set(part instanceof ArrayBuffer ? new Uint8Array(part) : part, at);
        at += part.byteLength;
      }
    }
    return whole.buffer;
  }
}

function lengthOf(part: Uint8Array | ArrayBuffer | string): number {
  return typeof part === 'string' ? Buffer.byteLength(part) : part.byteLength;
}

globalThis.Blob = InMemoryBlob as unknown as typeof Blob;
