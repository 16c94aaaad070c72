import { generate } from './nodes/generate.ts';
import { differences } from './nodes/stale.ts';
import { ROOT } from './lib/root.mjs';

// Fails when what is committed in nodes/ is not what the pieces give: npm run nodes:check
const files = await generate(ROOT);
const stale = await differences(ROOT, files);
for (const { path, why } of stale) console.error(`nodes/${path} is ${why}`);
if (stale.length > 0) console.error('Run `npm run nodes:generate` and commit what it writes.');
else console.log(`nodes/ is fresh: ${files.size} files`);
process.exitCode = stale.length > 0 ? 1 : 0;
