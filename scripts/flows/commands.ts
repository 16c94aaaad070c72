import { ScriptError } from '../lib/script-error.mjs';
import { checkFlows } from './check.ts';
import { compileFlows } from './compile.ts';
import { deployFlow } from './deploy.ts';
import { diffFlow } from './diff.ts';
import { readEngine, USAGE, type Options } from './options.ts';
import { promoteFlow } from './promote.ts';
import { pullFlow } from './pull.ts';
import { rollbackFlow } from './rollback.ts';
import { testFlows } from './test.ts';
import type { Report, Workshop } from './workshop.ts';

type Command = (shop: Workshop, options: Options) => Report | Promise<Report>;

const COMMANDS: Readonly<Record<string, Command>> = {
  check: (shop, { words }) => checkFlows(shop, words),
  test: (shop, { words }) => testFlows(shop, words),
  compile: (shop, { words, check }) => compileFlows(shop, words, { check }),
  deploy: (shop, { words, to, tenant, version, overwrite }) =>
    deployFlow(shop, words[0], {
      to: readEngine('--to', to),
      ...{ tenant, overwrite },
      ...(version === undefined ? {} : { version }),
    }),
  diff: (shop, { words, tenant, engine = 'embedded' }) =>
    diffFlow(shop, words[0], { tenant, engine: readEngine('--engine', engine) }),
  pull: (shop, { words, from = 'activepieces', tenant }) => pullFlow(shop, words[0], { from, tenant }),
  promote: (shop, { words, fromTenant, toTenant, from = 'embedded', to = from }) => {
    if (fromTenant === toTenant && from === to) {
      throw new ScriptError('Say from where to where: --from-tenant and --to-tenant, or --from and --to.');
    }
    const engines = { from: readEngine('--from', from), to: readEngine('--to', to) };
    return promoteFlow(shop, words[0], { fromTenant, toTenant: toTenant ?? fromTenant, ...engines });
  },
  rollback: (shop, { words, tenant, engine, to }) =>
    rollbackFlow(shop, words[0], {
      tenant,
      ...(engine === undefined ? {} : { engine: readEngine('--engine', engine) }),
      ...(to === undefined ? {} : { to }),
    }),
};

/** Throws ScriptError for what is refused. */
export async function runCommand(shop: Workshop, options: Options): Promise<Report> {
  const command = Object.hasOwn(COMMANDS, options.command) ? COMMANDS[options.command] : undefined;
  if (!command) throw new ScriptError(USAGE);
  return command(shop, options);
}
