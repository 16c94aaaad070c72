import type { IHookFunctions } from 'n8n-workflow';
import type { Connector, ConnectorTrigger, Host } from '../kit/connector';
import type { Credentials } from './context';
import { toNodeError } from './failure';
import { hostOf } from './host';
import { begin, isSubscribed, unsubscribe } from './subscribe';

type Step = (host: Host, trigger: ConnectorTrigger) => Promise<boolean>;

/** n8n asks when it switches a workflow on: false makes it call `createWebhook`. */
export function webhookExists(context: IHookFunctions, ...of: [Connector, Credentials, string]) {
  return run(context, of, (host, trigger) => isSubscribed(context, host, trigger));
}

export function createWebhook(context: IHookFunctions, ...of: [Connector, Credentials, string]) {
  return run(context, of, async (host, trigger) => {
    const url = context.getNodeWebhookUrl('default');
    if (url !== undefined) await begin(context, host, trigger, url);
    return true;
  });
}

export function deleteWebhook(context: IHookFunctions, ...of: [Connector, Credentials, string]) {
  return run(context, of, async (host, trigger) => {
    await unsubscribe(context, host, trigger);
    return true;
  });
}

async function run(
  context: IHookFunctions,
  [connector, credentials, name]: [Connector, Credentials, string],
  step: Step,
): Promise<boolean> {
  const trigger = connector.triggers.find((one) => one.name === name);
  if (!trigger) return true;
  const outcome = await hostOf(context, connector, credentials)
    .then((host) => step(host, trigger))
    .then(
      (done) => ({ done }),
      (failure: unknown) => ({ failure }),
    );
  if ('failure' in outcome) throw toNodeError(context.getNode(), outcome.failure);
  return outcome.done;
}
