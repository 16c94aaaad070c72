import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { call } from '@pebble/contract/client';
import { listConnections } from '@pebble/contract/connections';
import { openSession } from './lib/api-session.ts';
import { readDemoSignIn } from './lib/demo-sign-in.ts';
import { runScript, ScriptError } from './lib/script-error.mjs';

const USAGE = `Delivers a mail into a mailbox of the Outlook twin that the demo is connected with. Some seconds later it is a card.

  npm run outlook:mail -- MAILBOX [options]

  --from ADDRESS   Ada Byron <ada.byron@castlegate-water.example>
  --subject TEXT   Quotation for 40 ball valves DN50
  --text TEXT
  --url URL        where Pebble is, http://127.0.0.1:$PORT by default`;

await runScript(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      from: { type: 'string', default: 'Ada Byron <ada.byron@castlegate-water.example>' },
      subject: { type: 'string', default: 'Quotation for 40 ball valves DN50' },
      text: {
        type: 'string',
        default: 'Good morning,\n\nplease send us your best quotation for 40 ball valves DN50.\n\nAda Byron',
      },
      url: { type: 'string', default: `http://127.0.0.1:${process.env['PORT'] ?? 3000}` },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [mailbox] = positionals;
  if (values.help || mailbox === undefined) {
    console.log(USAGE);
    return values.help ? 0 : 1;
  }
  const { from, subject, text } = values;
  const twin = await twinOf(values.url);
  const reply = await fetch(`${twin}/__twin/deliver`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mailbox, from, subject, text }),
  }).catch(() => null);
  if (!reply?.ok)
    throw new ScriptError(`The twin at ${twin} has no mailbox ${mailbox}, or is not there any more.`);
  console.log(`Delivered to ${mailbox} of the twin. Look at the board: ${values.url}`);
  return 0;
});

/** Where the twin is, as the demo's connection says. */
async function twinOf(url: string): Promise<string> {
  const dataDir = resolve(process.env['DATA_DIR'] ?? '.pebble');
  const session = await openSession(url, await readDemoSignIn(dataDir));
  const { items } = await call(session.send, listConnections, {});
  const base = items.find(({ name }) => name === 'outlook')?.values['base_url'] ?? '';
  if (base.startsWith('http://127.0.0.1:')) return base;
  throw new ScriptError('The demo is not connected with an Outlook twin. Start it anew with `npm start`.');
}
