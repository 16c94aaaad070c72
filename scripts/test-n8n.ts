import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './lib/root.mjs';
import { runScript, ScriptError } from './lib/script-error.mjs';
import { startChild, type Child } from './nodes/lane/child.ts';
import { installNodes, makeHome, n8nCommand, type N8nHome } from './nodes/lane/n8n-home.ts';
import { ensureN8n, N8N_VERSION } from './nodes/lane/n8n-install.ts';
import { makeApiKey, untilRanAnother } from './nodes/lane/n8n-owner.ts';
import { deployFlow, findCard, makeSource, startPebble, type OwnPebble } from './nodes/lane/pebble.ts';
import { until } from './nodes/lane/until.ts';
import { buildNodes, ensureHostTools } from './nodes/tools.ts';

const WORKFLOWS = join(ROOT, 'nodes/workflows');
const WORKFLOW = join(WORKFLOWS, 'mail-webhook-to-pebble.json');

/**
 * A mail through a real n8n with our package, installed as a user installs it, to a card in a running Pebble, whose flow runs in that
 * n8n as well: npm run test:n8n.
 * Everything is on the loopback interface, in folders of its own, and gone afterwards; only n8n itself stays in the cache.
 */
await runScript(async () => {
  // Only what takes minutes, so that something else can run meanwhile.
  if (process.argv.includes('--install')) {
    console.log(await ensureN8n());
    return 0;
  }
  const started = performance.now();
  const step = (what: string) => {
    console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${what}`);
  };
  const scratch = await mkdtemp(join(tmpdir(), 'pebble-n8n-'));
  const servers: Child[] = [];
  try {
    const install = await ensureN8n();
    await ensureHostTools(ROOT);
    await buildNodes(ROOT);
    step(`n8n ${N8N_VERSION} is there, the package is built`);
    await mkdir(join(scratch, 'n8n'));
    const home = await makeHome(install, join(scratch, 'n8n'));
    step(`installed ${await installNodes(home, join(ROOT, 'nodes'))} into it`);
    const pebble = await startPebble(join(scratch, 'data'));
    servers.push(pebble.server);
    step(`Pebble answers at ${pebble.url}`);
    await importWorkflow(home, pebble, scratch);
    step('imported the credential and the workflow, and published it');
    const n8n = startChild([...home.command, 'start'], { cwd: home.folder, env: home.env });
    servers.push(n8n);
    const apiKey = await makeApiKey(home.url, n8n);
    await deployFlow(pebble, { url: home.url, apiKey });
    step('deployed the flow email-triage into it');
    const subject = `Request for quotation ${Date.now()}`;
    const reply = await sendMail(home, n8n, subject);
    step(`n8n took the mail and Pebble answered ${JSON.stringify(reply)}`);
    const card = await findCard(pebble, subject);
    await untilRanAnother(home.url, apiKey, await workflowId(), n8n);
    step(`n8n ran its flow, and it lies on the board: ${card.board} / ${card.column}, "${card.title}"`);
    const again = await sendMail(home, n8n, subject);
    if (again.state !== 'repeated' || again.tracking_id !== reply.tracking_id)
      throw new ScriptError(`The same mail again was ${again.state}, and should have been repeated.`);
    step('the same mail again changed nothing');
    return 0;
  } finally {
    for (const server of servers.reverse()) await server.stop();
    await rm(scratch, { recursive: true, force: true });
  }
});

async function importWorkflow(home: N8nHome, pebble: OwnPebble, scratch: string): Promise<void> {
  const shipped = await readFile(join(WORKFLOWS, 'credentials/pebble-source.json'), 'utf8');
  const [credential] = JSON.parse(shipped) as { id: string }[];
  const filled = join(scratch, 'credential.json');
  await writeFile(filled, JSON.stringify([{ ...credential, data: await makeSource(pebble) }]));
  await n8nCommand(home, 'import:credentials', `--input=${filled}`);
  await n8nCommand(home, 'import:workflow', `--input=${WORKFLOW}`);
  await n8nCommand(home, 'publish:workflow', `--id=${await workflowId()}`);
}

async function workflowId(): Promise<string> {
  return (JSON.parse(await readFile(WORKFLOW, 'utf8')) as { id: string }).id;
}

interface Taken {
  tracking_id: string;
  state: string;
}

// n8n says that it is ready before its webhooks are: until then they answer 404.
async function sendMail({ url }: N8nHome, n8n: Child, subject: string): Promise<Taken> {
  const mail = {
    ...{
      from: 'Ada Byron <ada@buyer.example>',
      subject,
      message_id: `<${subject.replaceAll(' ', '-')}@buyer.example>`,
    },
    body: 'Dear sales team, please quote 40 gate valves, DN50, PN16, with delivery time and prices.',
  };
  const post = async () => {
    const response = await fetch(`${url}/webhook/pebble-mail`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(mail),
    });
    if (response.status === 404) return null;
    const text = await response.text();
    if (!response.ok)
      throw new ScriptError(`n8n answered ${response.status}: ${text}\n${n8n.said().slice(-4000)}`);
    return JSON.parse(text) as Taken;
  };
  const first = await until('The webhook of n8n', async () => (await post().catch(asFailure)) ?? null, n8n);
  if (first instanceof ScriptError) throw first;
  return first;
}

// A refusal of n8n is told at once; only a line that is not there yet is tried again.
function asFailure(error: unknown): ScriptError | null {
  return error instanceof ScriptError ? error : null;
}
