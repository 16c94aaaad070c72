import { parseArgs } from 'node:util';
import { startGraphTwin } from './graph-twin.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    empty: { type: 'boolean' },
  },
});

const twin = await startGraphTwin({
  port: Number(values.port),
  seed: Number(values.seed),
  mails: values.empty ? 'none' : 'sample',
});

process.stdout.write(
  `Graph mail twin at ${twin.url}\n` +
    Object.entries(twin.credential)
      .map(([name, value]) => `  ${name.padEnd(13)} ${value}\n`)
      .join('') +
    `Deliver a mail:  curl -X POST ${twin.url}/__twin/deliver -H 'content-type: application/json' \\\n` +
    `  -d '{"mailbox":"sales@brightwater.example","from":"ada@buyer.example","subject":"Valves","text":"Please quote."}'\n`,
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void twin.close());
