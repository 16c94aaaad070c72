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
import { outlook } from '../../connectors/outlook/connector';
import { findChoices } from '../../runtime/find-choices';
import { runPoll } from '../../runtime/run-poll';
import { runWebhook } from '../../runtime/run-webhook';
import { createWebhook, deleteWebhook, webhookExists } from '../../runtime/webhook-methods';

/** Type of the credential for each way to sign in. */
const CREDENTIALS = { app: 'pebbleOutlookAppApi', delegated: 'pebbleOutlookDelegatedOAuth2Api' };

export class OutlookUpdatedMailTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Microsoft Outlook by Pebble: Updated Mail Trigger',
    name: 'outlookUpdatedMailTrigger',
    icon: { light: 'file:../../icons/outlook.svg', dark: 'file:../../icons/outlook.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: 'Updated Mail',
    description:
      'A mail of a folder is new, or was read, flagged, categorised or changed otherwise. The first poll reads through the folder.',
    defaults: { name: 'Microsoft Outlook by Pebble: Updated Mail Trigger' },
    polling: true,
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [
      { name: 'pebbleOutlookAppApi', required: true, displayOptions: { show: { authentication: ['app'] } } },
      {
        name: 'pebbleOutlookDelegatedOAuth2Api',
        required: true,
        displayOptions: { show: { authentication: ['delegated'] } },
      },
    ],
    webhooks: [
      { name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
      { name: 'setup', httpMethod: 'GET', responseMode: 'onReceived', path: 'webhook' },
    ],
    properties: [
      {
        displayName: 'Authentication',
        name: 'authentication',
        type: 'options',
        options: [
          { name: 'App (Client Credentials)', value: 'app' },
          { name: 'Person (OAuth2 Consent)', value: 'delegated' },
        ],
        default: 'app',
      },
      {
        displayName: 'Folder',
        name: 'folder',
        type: 'resourceLocator',
        default: { mode: 'id', value: 'inbox' },
        modes: [
          {
            displayName: 'From List',
            name: 'list',
            type: 'list',
            typeOptions: { searchListMethod: 'folders', searchable: true },
          },
          { displayName: 'By ID', name: 'id', type: 'string' },
        ],
        description:
          'Folder ID, or a well-known name such as inbox, archive, sentitems. Folders inside it are not watched.',
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
            displayName: 'Mailbox',
            name: 'mailbox',
            type: 'string',
            default: '',
            description:
              'Address (UPN) or ID of the mailbox, shared ones too. Leave it empty for the own mailbox of the person who signed in; an app always needs it.',
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
      async folders(this: ILoadOptionsFunctions, search?: string): Promise<INodeListSearchResult> {
        return await findChoices(this, outlook, CREDENTIALS, { lookup: 'folders', search });
      },
    },
  };

  webhookMethods = {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        return await webhookExists(this, outlook, CREDENTIALS, 'updated_mail');
      },
      async create(this: IHookFunctions): Promise<boolean> {
        return await createWebhook(this, outlook, CREDENTIALS, 'updated_mail');
      },
      async delete(this: IHookFunctions): Promise<boolean> {
        return await deleteWebhook(this, outlook, CREDENTIALS, 'updated_mail');
      },
    },
  };

  async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
    return await runPoll(this, outlook, CREDENTIALS, 'updated_mail');
  }

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await runWebhook(this, outlook, CREDENTIALS, 'updated_mail');
  }
}
