import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { Connector, ConnectorPollTrigger, ConnectorTrigger } from '../kit/connector';
import { AuthError, InputError } from '../kit/errors';
import type { Delivery, Handshake, WebhookPayload } from '../kit/trigger';
import type { Credentials } from './context';
import { hostOf, type NodeHost } from './host';
import { remember } from './poll-state';
import { inputOf, lookNow, toItem } from './run-poll';
import { registrationOf, renew, subscribe } from './subscribe';

/** A call of the vendor's: a handshake is answered, what is not the vendor's is refused, and the rest runs the workflow. */
export async function runWebhook(
  context: IWebhookFunctions,
  connector: Connector,
  credentials: Credentials,
  triggerName: string,
): Promise<IWebhookResponseData> {
  const trigger = connector.triggers.find((one) => one.name === triggerName);
  if (!trigger) return answer(context, 404, 'There is no such trigger');
  const payload = payloadOf(context);
  const handshake = trigger.type === 'webhook' ? trigger.handshake : trigger.push?.handshake;
  if (handshake && asksFor(handshake, payload)) {
    const { status, headers, body } = handshake.reply(payload);
    return answer(context, status, body, headers);
  }
  const host = await hostOf(context, connector, credentials);
  const outcome = await take(context, host, trigger, payload).then(
    (items) => ({ items }),
    (failure: unknown) => ({ failure }),
  );
  if ('items' in outcome) {
    return outcome.items.length > 0 ? { workflowData: [outcome.items] } : answer(context, 202, '');
  }
  if (outcome.failure instanceof AuthError) return answer(context, 401, outcome.failure.message);
  if (outcome.failure instanceof InputError) return answer(context, 400, outcome.failure.message);
  // The vendor sends it again.
  return answer(context, 503, 'Not taken; send it again');
}

async function take(
  context: IWebhookFunctions,
  host: NodeHost,
  trigger: ConnectorTrigger,
  payload: WebhookPayload,
): Promise<INodeExecutionData[]> {
  const stored = context.getWorkflowStaticData('node');
  const delivery: Delivery = {
    input: inputOf(context, trigger),
    credential: host.credential,
    registration: registrationOf(context),
  };
  if (trigger.type === 'poll') return await wake(context, host, trigger, payload, delivery);
  await trigger.verify?.(payload, delivery);
  const seen = (stored.seen ?? []) as string[];
  const known = new Set(seen);
  const fresh = trigger
    .items(payload)
    .filter(({ dedupeKey }) => !known.has(dedupeKey) && known.add(dedupeKey));
  const keys = fresh.map(({ dedupeKey }) => dedupeKey);
  // A test of the workflow in n8n's editor may be repeated with the same call.
  if (context.getMode() !== 'manual') stored.seen = remember(seen, keys);
  return fresh.map(toItem);
}

/** A notification causes a poll and nothing else. */
async function wake(
  context: IWebhookFunctions,
  host: NodeHost,
  trigger: ConnectorPollTrigger,
  payload: WebhookPayload,
  delivery: Delivery,
): Promise<INodeExecutionData[]> {
  const signal = trigger.push?.read(payload, delivery);
  if (signal === undefined) return [];
  if (signal === 'renew') await renew(context, host, trigger);
  const url = delivery.registration?.url;
  if (signal === 'recreate' && url) await subscribe(context, host, trigger, url);
  return signal === 'renew' ? [] : await lookNow(context, host, trigger);
}

function asksFor({ by }: Handshake, { query, headers }: WebhookPayload): boolean {
  return 'query' in by ? by.query in query : by.header.toLowerCase() in headers;
}

function payloadOf(context: IWebhookFunctions): WebhookPayload {
  const request = context.getRequestObject() as unknown as { rawBody?: Buffer };
  const body: unknown = context.getBodyData();
  const raw = request.rawBody === undefined ? JSON.stringify(body) : request.rawBody.toString('utf8');
  return {
    headers: texts(context.getHeaderData() as Record<string, unknown>, (name) => name.toLowerCase()),
    query: texts(context.getQueryData() as Record<string, unknown>, (name) => name),
    body,
    raw,
  };
}

function texts(values: Record<string, unknown>, rename: (name: string) => string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [rename(name), String(value)]),
  );
}

function answer(
  context: IWebhookFunctions,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): IWebhookResponseData {
  const response = context.getResponseObject();
  response.status(status);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.send(body);
  return { noWebhookResponse: true };
}
