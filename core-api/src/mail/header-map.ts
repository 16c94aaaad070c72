import type { Email } from 'postal-mime';
import { cleanLine } from './clean-text.ts';

/** Every header by lower-case name, values in order of appearance, each on one line. */
export type HeaderMap = ReadonlyMap<string, readonly string[]>;

export function headerMap(headers: readonly Pick<Email['headers'][number], 'key' | 'value'>[]): HeaderMap {
  const map = new Map<string, string[]>();
  for (const { key, value } of headers) {
    const name = cleanLine(key).toLowerCase();
    const values = map.get(name);
    // Appended in place: a header block may repeat one name a hundred thousand times.
    if (values) values.push(cleanLine(value));
    else map.set(name, [cleanLine(value)]);
  }
  return map;
}
