import { parseArgs } from 'node:util';
import { readConnectorName } from './connectors/connector-name.ts';
import { scaffold } from './connectors/scaffold.ts';
import { ROOT } from './lib/root.mjs';
import { runScript, ScriptError } from './lib/script-error.mjs';

const USAGE = `Makes a connector whose test leads from step to step.

  npm run new:connector -- NAME [--label "Acme Tasks"]

NAME is in small letters, as in my-crm; it is the folder below pieces/.`;

await runScript(async () => {
  const { name, label } = readArguments();
  if (name === undefined) throw new ScriptError(`Name the connector.\n\n${USAGE}`);
  const connector = readConnectorName(name, label);
  const files = await scaffold(ROOT, connector);
  const folder = `pieces/${connector.kebab}`;
  console.log(`${folder} is there, with ${files.length} files:\n`);
  for (const file of files) console.log(`  ${folder}/${file}`);
  console.log(`
Its test is red, and its message says the next step. Run it after each one:

  npm test -- ${folder}

When it is green: npm run connectors:check -- ${connector.kebab}, npm run nodes:generate, and
npm run pack:connectors -- ${connector.kebab}. Nothing has to be registered; see CONTRIBUTING, "A connector".`);
  return 0;
});

function readArguments(): { name?: string; label?: string } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { label: { type: 'string' } },
    });
    const [name, ...more] = positionals;
    if (more.length > 0) throw new Error(`Only one name at a time, not ${positionals.join(', ')}`);
    return {
      ...(name === undefined ? {} : { name }),
      ...(values.label === undefined ? {} : { label: values.label }),
    };
  } catch (error) {
    throw new ScriptError(`${(error as Error).message}\n\n${USAGE}`);
  }
}
