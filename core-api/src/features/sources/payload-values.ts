/** The value at a dotted path, or undefined. Only what the payload wrote itself: `constructor` and `length` lead nowhere. */
function valueAt(payload: unknown, path: string): unknown {
  let value = payload;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (!Object.prototype.propertyIsEnumerable.call(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** The value at a path as text: a list becomes its texts, joined by commas. Undefined for what is no text, such as an object. */
export function textAt(payload: unknown, path: string): string | undefined {
  const value = valueAt(payload, path);
  if (!Array.isArray(value)) return asText(value);
  const texts = value.map(asText).filter((text) => text !== undefined);
  return texts.length > 0 ? texts.join(', ') : undefined;
}

/** The texts at a path that holds one, or a list of them. */
export function listAt(payload: unknown, path: string): string[] {
  const value = valueAt(payload, path);
  return [value].flat().flatMap((item: unknown) => asText(item) ?? []);
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
