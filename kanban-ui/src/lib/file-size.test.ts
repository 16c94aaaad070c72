import { describe, expect, it } from 'vitest';
import { fileSize } from './file-size.ts';

describe('fileSize', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [20_480, '20 kB'],
    [2_130_000, '2.1 MB'],
  ])('shows %d bytes as %s', (bytes, expected) => {
    expect(fileSize(bytes)).toBe(expected);
  });
});
