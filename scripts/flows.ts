import { explainFailure } from '@pebble/core-api/runtime/operator-error';
import { FlowRefused } from '@pebble/flows/engine/flow-refused';
import { runCommand } from './flows/commands.ts';
import { openWorkshop } from './flows/open-workshop.ts';
import { readOptions, USAGE } from './flows/options.ts';
import { isWrongMasterKey } from './lib/open-server.ts';
import { ScriptError } from './lib/script-error.mjs';

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (!options) {
    console.log(USAGE);
    return 0;
  }
  const shop = await openWorkshop(process.env, options.by);
  try {
    const { ok, lines, json } = await runCommand(shop, options);
    console.log(options.json ? JSON.stringify({ ok, ...json }, null, 2) : lines.join('\n'));
    return ok ? 0 : 1;
  } catch (error) {
    if (!options.json) throw error;
    console.log(JSON.stringify({ ok: false, error: explain(error) }, null, 2));
    return 1;
  } finally {
    await shop.close();
  }
}

function explain(error: unknown): string {
  if (error instanceof ScriptError) return error.message;
  if (error instanceof FlowRefused) return `${error.message}\nSee flows/README.md for what each engine runs.`;
  if (isWrongMasterKey(error))
    return 'The database refuses the application login: this master key is not its own.';
  return explainFailure(error);
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(explain(error));
  return 1;
});
