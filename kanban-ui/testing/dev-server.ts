import { startFakeApi } from './fake-api.ts';
import { filledWorld } from './fill-world.ts';

// `node testing/dev-server.ts` beside `vite`: the UI to look at, without database and server.
const { url } = await startFakeApi({ port: Number(process.env['PORT'] ?? 3000), world: filledWorld() });
process.stdout.write(`Fake API: ${url}, sign in as admin@meridian.example with "pebble"\n`);
