import type { Connector, ConnectorOperation, ConnectorTrigger } from '@pebble/kit/connector';
import type { FileValue } from '@pebble/kit/field';
import { MemoryStore, pieceContext } from '@pebble/kit/activepieces/testing/piece-context';
import { planAuths } from '@pebble/kit/activepieces/piece-auth';
import { hostMaker } from '@pebble/kit/activepieces/piece-host';
import { Registrations } from '@pebble/kit/activepieces/registrations';
import { toPiece } from '@pebble/kit/activepieces/to-piece';
import { HOOK, isFile, withFiles, type Call, type Outcome, type ParityHost } from './parity-host.ts';

/** A real piece object of Activepieces' framework, called as its engine calls it. */
export const activepieces: ParityHost = {
  name: 'Activepieces',
  async operate(call, operation) {
    const action = toPiece(call.connector).getAction(operation.name);
    const context = contextOf(call, propsOf(operation, call));
    const written = (context as unknown as { written: { fileName: string; data: Buffer }[] }).written;
    return outcomeOf(async () => {
      const output: unknown = await action?.run(context);
      return withFiles(output, filesOf(written));
    });
  },
  async choices(call, lookup, search) {
    const [props, name] = propertyWith(call.connector, lookup);
    const property = props[name] as { options(input: unknown, context: unknown): Promise<unknown> };
    const found = await property.options(
      { auth: connectionOf(call), ...call.input },
      { searchValue: search },
    );
    return { output: (found as { options: unknown }).options };
  },
  async start(call, trigger, push) {
    const name = push ? `${trigger.name}_instant` : trigger.name;
    const found = toPiece(call.connector).getTrigger(name) as unknown as PieceTrigger;
    const store = new MemoryStore();
    const run = (payload?: unknown) => contextOf(call, { ...call.input }, { store, payload });
    await found.onEnable(run());
    return {
      registration: () => registrationIn(call, trigger, store),
      poll: () => outcomeOf(() => found.run(run())),
      call: ({ headers, query, body, raw }) =>
        outcomeOf(() => found.run(run({ headers, queryParams: query, body, rawBody: raw }))),
      off: () => found.onDisable(run()),
    };
  },
};

/** The registration is sealed in the store, so the piece's own reader opens it. */
async function registrationIn(call: Call, trigger: ConnectorTrigger, store: MemoryStore) {
  const { connector, input } = call;
  const subscription = trigger.type === 'webhook' ? trigger.subscription : trigger.push?.subscription;
  if (!subscription) return null;
  const piece = await hostMaker(connector, planAuths(connector))({ auth: connectionOf(call), store });
  return await new Registrations(subscription, piece, store, { input, url: HOOK }).current();
}

interface PieceTrigger {
  onEnable(context: never): Promise<void>;
  onDisable(context: never): Promise<void>;
  run(context: never): Promise<unknown[]>;
}

async function outcomeOf(run: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { output: stripped(await run()) };
  } catch (error) {
    const { message } = error as Error;
    const failure = JSON.parse(message) as { error: string; message: string; retryAfter?: number };
    return { error: failure.error, message: failure.message, retryAfter: failure.retryAfter ?? null };
  }
}

// The key by which Activepieces itself drops what it has seen.
function stripped(output: unknown): unknown {
  if (!Array.isArray(output)) return output;
  return output.map((one: unknown) => {
    if (typeof one !== 'object' || one === null) return one;
    const { _dedupe_key: _, ...rest } = one as Record<string, unknown>;
    return rest;
  });
}

function contextOf(call: Call, props: Record<string, unknown>, more: Record<string, unknown> = {}): never {
  return pieceContext({ auth: connectionOf(call), props, webhookUrl: HOOK, ...more });
}

function connectionOf({ auth, credential, connector }: Call): unknown {
  if (auth.consent) {
    const { access_token, ...data } = credential;
    return { type: 'OAUTH2', access_token, data: {}, props: data };
  }
  const ways = connector.auths.filter((one) => !one.consent);
  const way = ways.length > 1 ? { sign_in: auth.name } : {};
  return { type: 'CUSTOM_AUTH', props: { ...credential, ...way } };
}

function propsOf({ fields }: ConnectorOperation, { input }: Call): Record<string, unknown> {
  const given = Object.entries(input).map(([name, value]) => [
    name,
    fields[name]?.kind === 'file' && isFile(value) ? pieceFile(value) : value,
  ]);
  return Object.fromEntries(given) as Record<string, unknown>;
}

function pieceFile({ name, bytes }: FileValue) {
  return { filename: name, extension: name.split('.').at(-1), data: Buffer.from(bytes) };
}

function filesOf(written: readonly { fileName: string; data: Buffer }[]): Map<string, FileValue> {
  return new Map(
    written.map(({ fileName, data }, index) => [
      `https://activepieces.example/files/${index + 1}`,
      { name: fileName, content_type: '', bytes: data },
    ]),
  );
}

function propertyWith(connector: Connector, lookup: string): [Record<string, unknown>, string] {
  const piece = toPiece(connector);
  const holders: (ConnectorOperation | ConnectorTrigger)[] = [...connector.operations, ...connector.triggers];
  for (const { name: holder, fields } of holders) {
    const name = Object.keys(fields).find((one) => fields[one]?.lookup?.name === lookup);
    const props = (piece.getAction(holder) ?? piece.getTrigger(holder))?.props;
    if (name && props) return [props as Record<string, unknown>, name];
  }
  throw new Error(`No field of ${connector.label} uses the lookup ${lookup}`);
}
