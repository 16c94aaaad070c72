import { startEmbeddedPostgres } from '../start.ts';

// A process of its own that runs a server until it is killed: node owner-process.ts DIR
const server = await startEmbeddedPostgres({ dir: process.argv[2] ?? '', password: 'scratch' });
process.stdout.write(`${server.pid}\n`);
await server.exited;
