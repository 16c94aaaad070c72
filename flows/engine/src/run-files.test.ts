import { InputError } from '@pebble/kit/errors';
import { expect, test } from 'vitest';
import { runFiles } from './run-files.ts';

const file = (bytes: number) => ({
  name: 'a.pdf',
  content_type: 'application/pdf',
  bytes: new Uint8Array(bytes).fill(7),
});

test('a file comes back by its reference, and by no other', async () => {
  const files = runFiles();
  const reference = await files.write(file(3));
  expect(await files.read(reference)).toEqual(file(3));
  await expect(files.read('file:1')).rejects.toThrow(new InputError('There is no such file in this run'));
  await expect(runFiles().read(reference)).rejects.toThrow(InputError);
});

test('a run cannot keep more than it may', async () => {
  const files = runFiles(10);
  await files.write(file(6));
  await expect(files.write(file(5))).rejects.toThrow('may have 10 bytes together');
});
