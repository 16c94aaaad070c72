// Generated from pieces/kit/src/read-files.ts by `npm run nodes:generate`: change it there.
import { InputError } from './errors';
import type { Fields } from './field';
import type { Files } from './connector';

/** The input with each reference in a `file` field replaced by the file itself. A file that is there already stays as it is. */
export async function withFiles(
  fields: Fields,
  raw: Readonly<Record<string, unknown>>,
  files: Files | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const names = Object.keys(fields).filter((name) => fields[name]?.kind === 'file');
  if (names.length === 0) return raw;
  const read: Record<string, unknown> = { ...raw };
  for (const name of names) {
    const reference = raw[name];
    if (typeof reference !== 'string' || reference === '') continue;
    if (!files) throw new InputError(`Field "${name}": there are no files here`, name);
    read[name] = await files.read(reference);
  }
  return read;
}
