import {
  NodeConnectionTypes,
  type IHookFunctions,
  type INodeType,
  type INodeTypeDescription,
  type IWebhookFunctions,
  type IWebhookResponseData,
} from 'n8n-workflow';
import { pebble } from '../../connectors/pebble/connector';
import { runWebhook } from '../../runtime/run-webhook';
import { createWebhook, deleteWebhook, webhookExists } from '../../runtime/webhook-methods';

/** Type of the credential for each way to sign in. */
const CREDENTIALS = { pebble: 'pebbleApi' };

export class PebbleNewMailTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Pebble: New Mail Trigger',
    name: 'pebbleNewMailTrigger',
    icon: { light: 'file:../../icons/pebble.svg', dark: 'file:../../icons/pebble.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: 'New Mail',
    description: 'A mail was accepted and waits for its one effect',
    defaults: { name: 'Pebble: New Mail Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'pebbleApi', required: false }],
    webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' }],
    properties: [],
  };

  webhookMethods = {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        return await webhookExists(this, pebble, CREDENTIALS, 'new_mail');
      },
      async create(this: IHookFunctions): Promise<boolean> {
        return await createWebhook(this, pebble, CREDENTIALS, 'new_mail');
      },
      async delete(this: IHookFunctions): Promise<boolean> {
        return await deleteWebhook(this, pebble, CREDENTIALS, 'new_mail');
      },
    },
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await runWebhook(this, pebble, CREDENTIALS, 'new_mail');
  }
}
