import {
  NodeConnectionTypes,
  type IHookFunctions,
  type ILoadOptionsFunctions,
  type INodeListSearchResult,
  type INodeType,
  type INodeTypeDescription,
  type IWebhookFunctions,
  type IWebhookResponseData,
} from 'n8n-workflow';
import { odoo } from '../../connectors/odoo/connector';
import { findChoices } from '../../runtime/find-choices';
import { runWebhook } from '../../runtime/run-webhook';
import { createWebhook, deleteWebhook, webhookExists } from '../../runtime/webhook-methods';

/** Type of the credential for each way to sign in. */
const CREDENTIALS = { api_key: 'pebbleOdooApi' };

export class OdooRecordChangedWebhookTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Odoo by Pebble: Automation Rule Called Trigger',
    name: 'odooRecordChangedWebhookTrigger',
    icon: { light: 'file:../../icons/odoo.svg', dark: 'file:../../icons/odoo.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: 'Automation Rule Called',
    description:
      'An automation rule of yours called, with model and ID. Odoo calls once and never again: where nothing may be missed, use "Record created or updated".',
    defaults: { name: 'Odoo by Pebble: Automation Rule Called Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'pebbleOdooApi', required: false }],
    webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' }],
    properties: [
      {
        displayName: 'Secret',
        name: 'secret',
        type: 'string',
        typeOptions: { password: true },
        default: '',
        description:
          'A long word of your own. In Odoo, write it behind the address of this trigger: ?secret=….',
        required: true,
      },
    ],
  };

  methods = {
    listSearch: {
      async models(this: ILoadOptionsFunctions, search?: string): Promise<INodeListSearchResult> {
        return await findChoices(this, odoo, CREDENTIALS, { lookup: 'models', search });
      },
      async fields(this: ILoadOptionsFunctions, search?: string): Promise<INodeListSearchResult> {
        return await findChoices(this, odoo, CREDENTIALS, { lookup: 'fields', search });
      },
      async stages(this: ILoadOptionsFunctions, search?: string): Promise<INodeListSearchResult> {
        return await findChoices(this, odoo, CREDENTIALS, { lookup: 'stages', search });
      },
      async teams(this: ILoadOptionsFunctions, search?: string): Promise<INodeListSearchResult> {
        return await findChoices(this, odoo, CREDENTIALS, { lookup: 'teams', search });
      },
      async users(this: ILoadOptionsFunctions, search?: string): Promise<INodeListSearchResult> {
        return await findChoices(this, odoo, CREDENTIALS, { lookup: 'users', search });
      },
      async companies(this: ILoadOptionsFunctions, search?: string): Promise<INodeListSearchResult> {
        return await findChoices(this, odoo, CREDENTIALS, { lookup: 'companies', search });
      },
    },
  };

  webhookMethods = {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        return await webhookExists(this, odoo, CREDENTIALS, 'record_changed_webhook');
      },
      async create(this: IHookFunctions): Promise<boolean> {
        return await createWebhook(this, odoo, CREDENTIALS, 'record_changed_webhook');
      },
      async delete(this: IHookFunctions): Promise<boolean> {
        return await deleteWebhook(this, odoo, CREDENTIALS, 'record_changed_webhook');
      },
    },
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await runWebhook(this, odoo, CREDENTIALS, 'record_changed_webhook');
  }
}
