import { parseArgs } from 'node:util';
import { startOdooTwin } from './odoo-twin.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8069' }, version: { type: 'string', default: '19' } },
});
const twin = await startOdooTwin({ port: Number(values.port), version: Number(values.version) });
process.stdout.write(
  [
    `Odoo ${values.version} twin at ${twin.url}`,
    `  database ${twin.db}, login ${twin.login}, API key ${twin.apiKey}`,
    `  control  ${twin.url}/__twin/rows/crm.lead`,
    '',
  ].join('\n'),
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void twin.close());
