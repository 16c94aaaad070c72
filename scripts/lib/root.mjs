import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. These scripts work from any directory. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
