import { FlowEngine } from '@pebble/contract/flows';
import { parseArgs } from 'node:util';
import { ScriptError } from '../lib/script-error.mjs';

export const USAGE = `Checks, tests and deploys flows, and brings back what analysts have edited.

  npm run flows -- check [id…]                what can be said of flows without running them
  npm run flows -- test [id…]                 runs their recorded cases, in n8n too where test:nodes has installed it
  npm run flows -- compile [id…] [--check]    writes flows/<id>/n8n.json; with --check only says whether it is fresh
  npm run flows -- deploy <id> --to embedded|activepieces|n8n --tenant SLUG [--version X.Y.Z] [--overwrite]
  npm run flows -- diff <id> [--tenant SLUG] [--engine embedded|activepieces|n8n]
  npm run flows -- pull <id> --from activepieces --tenant SLUG
  npm run flows -- promote <id> --from-tenant SLUG --to-tenant SLUG [--from ENGINE] [--to ENGINE]
  npm run flows -- rollback <id> --tenant SLUG [--engine ENGINE] [--to X.Y.Z]

  --json          the result for programs, on standard output
  --by NAME       who does it, for the record; your login when left out
  --overwrite     go over what was edited in the other engine

Works on the database of DATABASE_URL or on the embedded one, running or not. For other engines set PUBLIC_URL (where they
reach Pebble) and ACTIVEPIECES_URL with ACTIVEPIECES_TOKEN, or N8N_URL with N8N_API_KEY.
Exit code 0: done, or in order. 1: not in order, or refused; the message says what to do.`;

export interface Options {
  command: string;
  words: string[];
  json: boolean;
  by: string | undefined;
  tenant: string | undefined;
  fromTenant: string | undefined;
  toTenant: string | undefined;
  from: string | undefined;
  to: string | undefined;
  engine: string | undefined;
  version: string | undefined;
  overwrite: boolean;
  check: boolean;
}

/** Null when help was asked for. Throws ScriptError for what cannot be read. */
export function readOptions(args: readonly string[]): Options | null {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const read = attempt(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{ json: flag, overwrite: flag, check: flag, help: { ...flag, short: 'h' } },
        ...{ by: text, tenant: text, 'from-tenant': text, 'to-tenant': text },
        ...{ from: text, to: text, engine: text, version: text },
      },
    }),
  );
  const { values, positionals } = read;
  if (values.help) return null;
  const [command = '', ...words] = positionals;
  const { json, overwrite, check, by, tenant, from, to, engine, version } = values;
  return {
    ...{ command, words, json, overwrite, check, by, tenant, from, to, engine, version },
    fromTenant: values['from-tenant'],
    toTenant: values['to-tenant'],
  };
}

/** An engine by its name, or a word about which there are. */
export function readEngine(option: string, name: string | undefined): FlowEngine {
  const read = FlowEngine.safeParse(name);
  if (read.success) return read.data;
  throw new ScriptError(`${option} must be one of ${FlowEngine.options.join(', ')}.`);
}

function attempt<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new ScriptError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}
