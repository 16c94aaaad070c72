import { benchClassify } from './classify.ts';
import { benchLive } from './live.ts';
import { benchStart } from './start.ts';

/** Prints one JSON line for each bench; name some to run only those: `npm run bench -- start`. Those of the pipeline have a command of their own. */
const BENCHES: Record<string, () => Promise<Record<string, unknown>>> = {
  classify: benchClassify,
  live: benchLive,
  start: benchStart,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(
    `There is no bench called ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}.`,
  );
  process.exit(2);
}
for (const [name, run] of Object.entries(BENCHES)) {
  if (wanted.length === 0 || wanted.includes(name))
    console.log(JSON.stringify({ bench: name, ...(await run()) }));
}
