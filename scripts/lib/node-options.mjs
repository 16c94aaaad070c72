import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Options of Node for everything that runs Pebble's code. A variable that is set already wins over the file. */
export function nodeOptions(root) {
  const settings = join(root, '.env');
  return existsSync(settings) ? [`--env-file=${settings}`] : [];
}
