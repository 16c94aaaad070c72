import type { ConnectorOperation, ConnectorTrigger } from '@pebble/kit/connector';
import type { Fields, FileValue } from '@pebble/kit/field';
import {
  OPERATION,
  RESOURCE,
  WHOLE_OUTPUT,
  credentialName,
  credentialProperty,
  nodeName,
  parameterOf,
  resourceName,
  triggerName,
} from '@pebble/kit/host/n8n-names';
import type { Registration } from '@pebble/kit/registration';
import type { WebhookPayload } from '@pebble/kit/trigger';
import { className } from '../node-source.ts';
import {
  loadBuilt,
  runNode,
  triggerContexts,
  type Json,
  type N8nItem,
  type N8nNode,
  type N8nNodeType,
} from './n8n-core.ts';
import { isFile, withFiles, type Call, type Outcome, type ParityHost } from './parity-host.ts';

/** The generated nodes in n8n's own engine, as compiled and published. Every field comes by an expression, as in a compiled flow. */
export const n8n: ParityHost = {
  name: 'n8n',
  async operate(call, operation) {
    const node = operationNode(call, operation);
    const run = await runNode(node, [itemOf(call)]);
    if ('error' in run) return failureOf(run.error);
    const [item] = run.outputs[0] ?? [];
    return { output: withFiles(item?.json['output'], filesOf(item)) };
  },
  async choices(call, lookup, search) {
    const node = nodeFor(call, nodeName(call.connector), parametersOf(allFields(call), call.input, literal));
    const find = node.type.methods?.listSearch?.[lookup];
    const found = await find?.call(triggerContexts(node).options(), search);
    return { output: found?.results.map(({ name, value }) => ({ value, label: name })) };
  },
  async start(call, trigger, push) {
    const node = triggerNode(call, trigger, push ? { notify: true } : {});
    const contexts = triggerContexts(node);
    const hooks = node.type.webhookMethods?.default;
    await switchOn(hooks, contexts);
    return {
      registration: async () => {
        const { held } = contexts.staticData() as { held?: { registration: Registration } };
        return held?.registration ?? null;
      },
      poll: () => itemsOf(async () => (await node.type.poll?.call(contexts.poll())) ?? [[]]),
      call: (payload) => deliver(node, contexts, payload),
      off: async () => void (await hooks?.delete.call(contexts.hook())),
    };
  },
};

type Contexts = ReturnType<typeof triggerContexts>;

// What n8n does when a workflow is published.
async function switchOn(
  hooks: NonNullable<N8nNodeType['webhookMethods']>['default'] | undefined,
  contexts: Contexts,
): Promise<void> {
  if (!hooks || (await hooks.checkExists.call(contexts.hook()))) return;
  await hooks.create.call(contexts.hook());
}

async function deliver(node: N8nNode, contexts: Contexts, payload: WebhookPayload): Promise<Outcome> {
  const { headers, query, body, raw = JSON.stringify(body) } = payload;
  const request = { headers, query, body, params: {}, rawBody: Buffer.from(raw) };
  const answered = { status: 200, body: '' };
  const response = {
    status: (status: number) => void (answered.status = status),
    setHeader: () => undefined,
    send: (text: string) => void (answered.body = text),
  };
  const result = await node.type.webhook?.call(contexts.webhook(request, response));
  if (result?.workflowData) return { output: result.workflowData[0]?.map(({ json }) => json) };
  if (answered.status < 300) return { output: [] };
  const error = answered.status === 401 ? 'AuthError' : 'InputError';
  return { error, message: answered.body, retryAfter: null };
}

async function itemsOf(run: () => Promise<N8nItem[][]>): Promise<Outcome> {
  try {
    return { output: (await run())[0]?.map(({ json }) => json) ?? [] };
  } catch (error) {
    return failureOf(error as Error & { context?: Json });
  }
}

export function failureOf({ message, context = {} }: Error & { context?: Json }): Outcome {
  const { errorClass, retryAfter } = context as { errorClass?: string; retryAfter?: number | null };
  return { error: errorClass ?? 'none', message, retryAfter: retryAfter ?? null };
}

export function triggerNode(call: Call, trigger: ConnectorTrigger, more: Json): N8nNode {
  const fields = parametersOf(trigger.fields, call.input, literal);
  return nodeFor(call, triggerName(call.connector, trigger), { ...fields, ...more });
}

export function operationNode(call: Call, operation: ConnectorOperation): N8nNode {
  const resource = resourceName(call.connector, operation);
  return nodeFor(call, nodeName(call.connector), {
    ...(resource ? { [RESOURCE]: resource } : {}),
    [OPERATION]: operation.name,
    [WHOLE_OUTPUT]: true,
    ...parametersOf(operation.fields, call.input, byExpression),
  });
}

function nodeFor({ connector, auth, credential }: Call, name: string, parameters: Json): N8nNode {
  const file = className(name);
  const built = loadBuilt<Record<string, new () => N8nNodeType>>(`nodes/${file}/${file}.node.js`);
  const Type = built[file];
  if (!Type) throw new Error(`dist/nodes/${file} exports no ${file}`);
  const values = Object.entries(credential).map(([field, value]) => [credentialProperty(field), value]);
  const { access_token } = credential;
  const own = { grantType: 'authorizationCode', clientId: 'id', clientSecret: 'secret', accessTokenUrl: '' };
  const oauth2 = auth.consent ? { ...own, oauthTokenData: { access_token, refresh_token: 'kept' } } : {};
  return {
    type: new Type(),
    parameters: { ...parameters, ...(connector.auths.length > 1 ? { authentication: auth.name } : {}) },
    credential: {
      type: credentialName(connector, auth),
      values: { ...Object.fromEntries(values), ...oauth2 } as Json,
      oauth2: auth.consent !== undefined,
    },
  };
}

type Give = (name: string, value: unknown) => unknown;

// A file is named by the binary property that holds it.
const byExpression: Give = (name, value) =>
  isFile(value) ? `file_${name}` : `={{ $json[${JSON.stringify(name)}] }}`;
const literal: Give = (_, value) => value;

function parametersOf(fields: Fields, input: Call['input'], give: Give): Json {
  const parameters: Json = {};
  const collections: Record<string, Json> = {};
  for (const [name, value] of Object.entries(input)) {
    const field = fields[name];
    if (!field) continue;
    const given = give(name, value);
    const shown = field.kind === 'lookup' ? { __rl: true, mode: 'id', value: given } : given;
    const { name: parameter, collection } = parameterOf(name, field);
    if (collection === null) parameters[parameter] = shown;
    else (collections[collection] ??= {})[parameter] = shown;
  }
  return { ...parameters, ...collections };
}

function allFields({ connector }: Call): Fields {
  return Object.assign({}, ...connector.operations.map(({ fields }) => fields)) as Fields;
}

function itemOf({ input }: Call): N8nItem {
  const files = Object.entries(input).filter(([, value]) => isFile(value)) as [string, FileValue][];
  const plain = Object.entries(input).filter(([, value]) => !isFile(value));
  const binary = files.map(([name, { name: fileName, content_type: mimeType, bytes }]) => [
    `file_${name}`,
    { data: Buffer.from(bytes).toString('base64'), fileName, mimeType },
  ]);
  return {
    json: Object.fromEntries(plain),
    binary: Object.fromEntries(binary) as N8nItem['binary'] & object,
  };
}

function filesOf(item: N8nItem | undefined): Map<string, FileValue> {
  return new Map(
    Object.entries(item?.binary ?? {}).map(([name, { data, fileName = '', mimeType }]) => [
      name,
      { name: fileName, content_type: mimeType, bytes: Buffer.from(data, 'base64') },
    ]),
  );
}
