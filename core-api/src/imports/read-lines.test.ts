import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readLines } from './read-lines.ts';

async function lines(chunks: Uint8Array[]): Promise<string[]> {
  const read: string[] = [];
  const stream = (async function* () {
    yield* chunks;
  })();
  for await (const line of readLines(stream)) read.push(line);
  return read;
}

it('lines come out whole, wherever the stream was cut', async () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replaceAll('\n', ''));
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(fc.nat(200)), async (wanted, cuts) => {
      const bytes = Buffer.from(wanted.map((text) => `${text}\n`).join(''));
      const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
      const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
      expect(await lines(chunks)).toEqual(wanted.map((text) => text.toWellFormed()));
    }),
  );
});

it('only a line feed ends a line: JSON may hold what other readers take for an end', async () => {
  const text = JSON.stringify('a\u2028b\u2029c\rd\u0085e');
  expect(await lines([Buffer.from(`${text}\n`)])).toEqual([text]);
});

it('what has no end is no line: its writer died over it', async () => {
  expect(await lines([Buffer.from('whole\nha')])).toEqual(['whole']);
  expect(await lines([])).toEqual([]);
});
