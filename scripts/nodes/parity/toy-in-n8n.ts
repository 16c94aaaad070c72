import { loadFlow } from '@pebble/flows/engine/load-flow';
import { flowJson, MANIFEST } from '@pebble/flows/engine/testing/flow-json';
import { runToy } from '@pebble/flows/engine/testing/run-toy';
import { TOY } from '@pebble/flows/engine/testing/toy-piece';
import { compileForN8n } from '@pebble/flows/n8n/compile';
import { ADDITIONAL, credentialName, parameterOf } from '@pebble/kit/host/n8n-names';
import type { Connector } from '@pebble/kit/connector';
import { toResponse, type Reply } from '@pebble/kit/testing/replay-http';
import { startBridge } from './bridge.ts';
import { builtType, observe, outputOf } from './flow-in-n8n.ts';
import { loadBuilt, type Json } from './n8n-core.ts';
import { runWorkflow } from './run-workflow.ts';

type Steps = Parameters<typeof runToy>[0];

/** What a flow did, as far as both engines can tell. */
export interface ToyOutcome {
  status: string;
  /** Of each step that ran. */
  steps: Record<string, unknown>;
  errors: Record<string, string>;
  outputs: Record<string, unknown>;
}

interface Options {
  payload?: Json;
  replies?: Readonly<Record<string, readonly Reply[]>>;
}

const [toy] = Object.values(TOY) as [Connector];

export async function inEngine(steps: Steps, options: Options = {}): Promise<ToyOutcome> {
  const { result } = await runToy(steps, options);
  const ran = result.steps.filter((step) => step.status !== 'skipped');
  return plain({
    status: result.status,
    steps: Object.fromEntries(ran.map((step) => [step.step, step.status])),
    errors: Object.fromEntries(result.failures.map((failure) => [failure.step, failure.error_class])),
    outputs: Object.fromEntries(ran.map(({ step }) => [step, result.outputs[step]])),
  });
}

/** The same flow, compiled, in n8n's engine, with a node of the toy piece on the runtime of the published ones. */
export async function inN8n(steps: Steps, { payload = {}, replies = {} }: Options = {}): Promise<ToyOutcome> {
  const source = { flow: flowJson(steps), manifest: MANIFEST, pieces: TOY };
  const loaded = loadFlow(source);
  const bridge = await startBridge();
  const turns = new Map<string, number>();
  bridge.serve(async ({ url }) => {
    const path = url.replace(/^https?:\/\/[^/]*/, '');
    const turn = (turns.get(path) ?? 0) + 1;
    turns.set(path, turn);
    const answers = replies[path] ?? [{ status: 404 }];
    return toResponse(answers[Math.min(turn, answers.length) - 1] ?? { status: 404 });
  });
  try {
    const run = await runWorkflow({
      workflow: compileForN8n(source),
      typeOf: (name) => (name === 'router' ? builtType(name) : name === 'toy' ? toyNode() : toyTrigger(name)),
      credentials: {
        [credentialName(toy, toy.auth)]: { base_url: bridge.url, baseUrl: bridge.url, token: 'toy-token' },
      },
      item: payload,
    });
    const { status, steps: ran, errors } = observe(run, loaded, []);
    const outputs = Object.keys(ran).map((step) => [
      step,
      step === 'trigger' ? run.nodes.get(step)?.outputs[0]?.[0]?.json : outputOf(run.nodes.get(step)),
    ]);
    return plain({ status, steps: ran, errors, outputs: Object.fromEntries(outputs) as Json });
  } finally {
    await bridge.close();
  }
}

/** As it would be written to a log: what is undefined is not there. */
function plain(outcome: ToyOutcome): ToyOutcome {
  return JSON.parse(JSON.stringify(outcome)) as ToyOutcome;
}

type RunOperations = (context: unknown, connector: Connector, credentials: object) => Promise<unknown>;

/** As the generator would write it, but for labels. */
function toyNode(): object {
  const { runOperations } = loadBuilt<{ runOperations: RunOperations }>('runtime/run-operations.js');
  const type = credentialName(toy, toy.auth);
  const fields = Object.assign(
    {},
    ...toy.operations.map((one) => one.fields),
  ) as (typeof toy.operations)[0]['fields'];
  const drawn = Object.entries(fields).map(([name, field]) => parameterOf(name, field));
  const property = (name: string) => ({ displayName: name, name, type: 'string', default: '' });
  return {
    description: {
      ...{
        displayName: 'Toy',
        name: 'toy',
        group: ['transform'],
        version: 1,
        description: '',
        defaults: { name: 'Toy' },
      },
      ...{ inputs: ['main'], outputs: ['main'], credentials: [{ name: type, required: true }] },
      properties: [
        property('operation'),
        { displayName: 'Whole', name: 'wholeOutput', type: 'boolean', default: false },
        ...drawn.filter(({ collection }) => collection === null).map(({ name }) => property(name)),
        {
          ...{ displayName: 'More', name: ADDITIONAL, type: 'collection', default: {} },
          options: drawn.filter(({ collection }) => collection !== null).map(({ name }) => property(name)),
        },
      ],
    },
    execute(this: unknown) {
      return runOperations(this, toy, { [toy.auth.name]: type });
    },
  };
}

function toyTrigger(name: string): object {
  return {
    description: {
      ...{ displayName: name, name, group: ['trigger'], version: 1, description: '', defaults: { name } },
      ...{ inputs: [], outputs: ['main'], properties: [] },
    },
    async webhook() {
      return {};
    },
  };
}
