import {
  NodeConnectionTypes,
  type IHookFunctions,
  type ILoadOptionsFunctions,
  type INodeExecutionData,
  type INodeListSearchResult,
  type INodeType,
  type INodeTypeDescription,
  type IPollFunctions,
  type IWebhookFunctions,
  type IWebhookResponseData,
} from 'n8n-workflow';
import { odoo } from '../../connectors/odoo/connector';
import { findChoices } from '../../runtime/find-choices';
import { runPoll } from '../../runtime/run-poll';
import { runWebhook } from '../../runtime/run-webhook';
import { createWebhook, deleteWebhook, webhookExists } from '../../runtime/webhook-methods';

/** Type of the credential for each way to sign in. */
const CREDENTIALS = { api_key: 'pebbleOdooApi' };

export class OdooRecordCreatedTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Odoo by Pebble: Record Created Trigger',
    name: 'odooRecordCreatedTrigger',
    icon: { light: 'file:../../icons/odoo.svg', dark: 'file:../../icons/odoo.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: 'Record Created',
    description:
      'A record of a model was created, by whomever. Found by its date of creation; nothing is lost while this is off for a while.',
    defaults: { name: 'Odoo by Pebble: Record Created Trigger' },
    polling: true,
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'pebbleOdooApi', required: true }],
    webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' }],
    properties: [
      {
        displayName: 'Model',
        name: 'model',
        type: 'resourceLocator',
        default: { mode: 'list', value: '' },
        modes: [
          {
            displayName: 'From List',
            name: 'list',
            type: 'list',
            typeOptions: { searchListMethod: 'models', searchable: true },
          },
          { displayName: 'By ID', name: 'id', type: 'string' },
        ],
        description: 'Technical name, such as crm.lead or res.partner',
        required: true,
      },
      {
        displayName: 'Additional Fields',
        name: 'additionalFields',
        type: 'collection',
        placeholder: 'Add Field',
        default: {},
        options: [
          {
            displayName: 'Company',
            name: 'company',
            type: 'resourceLocator',
            default: { mode: 'list', value: '' },
            modes: [
              {
                displayName: 'From List',
                name: 'list',
                type: 'list',
                typeOptions: { searchListMethod: 'companies', searchable: true },
              },
              { displayName: 'By ID', name: 'id', type: 'string' },
            ],
            description:
              'ID or name of the company to work in, where there are several. Several IDs: separated by commas.',
          },
          {
            displayName: 'Domain',
            name: 'domain',
            type: 'json',
            default: '',
            description: 'Only records that fit these conditions, e.g. [["type", "=", "opportunity"]]',
          },
          {
            displayName: 'Fields',
            name: 'fields',
            type: 'string',
            typeOptions: { multipleValues: true },
            default: [],
            description: 'Technical names, such as name and email_from. A few usual ones when left out.',
          },
          {
            displayName: 'Language',
            name: 'language',
            type: 'string',
            default: '',
            description:
              'Of translated names and labels, such as de_DE. The language of the account when left out.',
          },
        ],
      },
      {
        displayName: 'Notifications',
        name: 'notify',
        type: 'boolean',
        default: false,
        description:
          'Whether the vendor also wakes the workflow at once. The poll goes on beside it. Leave it off when n8n runs separate webhook processes: they do not know what the poll has given.',
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
        return await webhookExists(this, odoo, CREDENTIALS, 'record_created');
      },
      async create(this: IHookFunctions): Promise<boolean> {
        return await createWebhook(this, odoo, CREDENTIALS, 'record_created');
      },
      async delete(this: IHookFunctions): Promise<boolean> {
        return await deleteWebhook(this, odoo, CREDENTIALS, 'record_created');
      },
    },
  };

  async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
    return await runPoll(this, odoo, CREDENTIALS, 'record_created');
  }

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await runWebhook(this, odoo, CREDENTIALS, 'record_created');
  }
}
