import type { AuthFields, Field, Fields } from '../field.ts';
import { seeded } from './seeded.ts';

interface Options {
  seed?: number;
  only?: 'required' | 'all';
}

/**
 * Input made up from the fields themselves, the same for the same seed. Texts are odd enough to be recognised wherever they turn up,
 * in a message for instance.
 */
export function sampleInput(
  fields: Fields | AuthFields,
  { seed = 1, only = 'all' }: Options = {},
): Record<string, unknown> {
  const random = seeded(seed);
  const input: Record<string, unknown> = {};
  for (const [name, field] of Object.entries<Field | AuthFields[string]>(fields)) {
    // Drawn for every field, so that leaving one out does not change the others.
    const value = sampleValue(field, random);
    if (field.required || only === 'all') input[name] = value;
  }
  return input;
}

function sampleValue(field: Field | AuthFields[string], random: () => number): unknown {
  const word = () => `${field.kind}-${Math.floor(random() * 36 ** 8).toString(36)}`;
  switch (field.kind) {
    case 'text':
    case 'lookup':
    case 'secret':
      return word();
    case 'longText':
      return `${word()}\n${word()}`;
    case 'number':
      return Math.floor(random() * 10_000);
    case 'boolean':
      return random() < 0.5;
    case 'choice': {
      const choices = Object.keys(field.choices ?? {});
      return choices[Math.floor(random() * choices.length)];
    }
    case 'json':
      return { sample: word() };
    case 'dateTime':
      return new Date(Date.UTC(2026, 0, 1) + Math.floor(random() * 1e10)).toISOString();
    case 'list':
      return [word(), word()];
    case 'file':
      return { name: `${word()}.txt`, content_type: 'text/plain', bytes: utf8(word()) };
  }
}

function utf8(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
