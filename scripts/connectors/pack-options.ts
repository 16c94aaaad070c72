import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ScriptError } from '../lib/script-error.mjs';

export interface PackOptions {
  /** Absolute. */
  out: string;
  /** Folders of `pieces/`; all when empty. */
  only: string[];
  n8n: boolean;
}

export const USAGE = `Packs connectors into archives that hosts install.

  npm run pack:connectors [-- FOLDER …] [options]

FOLDER is one of pieces/; all without one.

  --out DIR   where the archives go; dist/connectors of the project when left out
  --no-n8n    leave the n8n package out; it always holds all connectors
`;

/** Null when only the usage was asked for. Throws ScriptError for what cannot be understood. */
export function readPackOptions(args: string[], root: string, from = root): PackOptions | null {
  try {
    const { values, positionals } = parseArgs({
      ...{ args, allowPositionals: true, allowNegative: true },
      options: {
        out: { type: 'string' },
        n8n: { type: 'boolean', default: true },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return null;
    // npm changes into the root of the project; a folder is meant from where the person stands.
    const out = values.out === undefined ? resolve(root, 'dist/connectors') : resolve(from, values.out);
    return { out, only: positionals, n8n: values.n8n };
  } catch (error) {
    throw new ScriptError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}
