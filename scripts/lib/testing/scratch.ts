import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A directory with these files in it, gone after the test. */
export function scratchFiles(files: Record<string, string> = {}): string {
  const dir = mkdtempSync(join(tmpdir(), 'pebble-scripts-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) writeInto(dir, path, content);
  return dir;
}

export function writeInto(dir: string, path: string, content: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), content);
}
