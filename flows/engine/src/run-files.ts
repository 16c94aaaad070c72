import type { Files } from '@pebble/kit/connector';
import { InputError } from '@pebble/kit/errors';
import type { FileValue } from '@pebble/kit/field';

/** What a run may keep at a time, in bytes: a flow that loops over large attachments must not take the memory of all. */
const MOST_BYTES = 200 * 1024 * 1024;

/**
 * The files of one run, in memory: they are gone when it ends. A reference is worth nothing elsewhere, and nothing in another run.
 *
 * @param most bytes of all files together
 */
export function runFiles(most: number = MOST_BYTES): Files {
  const files = new Map<string, FileValue>();
  let held = 0;
  return {
    async write(file) {
      held += file.bytes.byteLength;
      if (held > most) throw new InputError(`The files of a run may have ${most} bytes together`);
      const reference = `file:${crypto.randomUUID()}`;
      files.set(reference, file);
      return reference;
    },
    async read(reference) {
      const file = files.get(reference);
      if (!file) throw new InputError('There is no such file in this run');
      return file;
    },
  };
}
