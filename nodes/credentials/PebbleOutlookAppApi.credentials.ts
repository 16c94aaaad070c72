import type {
  IAuthenticate,
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  IDataObject,
  IHttpRequestHelper,
  INodeProperties,
  Icon,
} from 'n8n-workflow';
import { outlook } from '../connectors/outlook/connector';
import { authenticateBy, signInBy } from '../runtime/credential';
import { authNamed } from '../runtime/auth-named';

const AUTH = authNamed(outlook, 'app');

export class PebbleOutlookAppApi implements ICredentialType {
  name = 'pebbleOutlookAppApi';
  displayName = 'Microsoft Outlook by Pebble App (Client Credentials) API';
  icon: Icon = { light: 'file:../icons/outlook.svg', dark: 'file:../icons/outlook.dark.svg' };
  documentationUrl = 'https://pebble.example/n8n';
  properties: INodeProperties[] = [
    {
      displayName: 'Tenant ID',
      name: 'tenantId',
      description: 'Directory (tenant) ID, or a domain of the tenant',
      required: true,
      type: 'string',
      default: '',
    },
    {
      displayName: 'Application (Client) ID',
      name: 'clientId',
      description: 'From the app registration in Entra',
      required: true,
      type: 'string',
      default: '',
    },
    {
      displayName: 'Client Secret',
      name: 'clientSecret',
      description:
        'Value of a client secret of the app registration, not its ID. It ends on a date: note it.',
      required: true,
      type: 'string',
      typeOptions: { password: true },
      default: '',
    },
    {
      displayName: 'Graph URL',
      name: 'baseUrl',
      description:
        'US Government L4: https://graph.microsoft.us, L5 (DoD): https://dod-graph.microsoft.us, China: https://microsoftgraph.chinacloudapi.cn',
      required: true,
      type: 'string',
      default: 'https://graph.microsoft.com',
    },
    {
      displayName: 'Sign-in URL',
      name: 'loginUrl',
      description: 'US Government: https://login.microsoftonline.us, China: https://login.chinacloudapi.cn',
      required: true,
      type: 'string',
      default: 'https://login.microsoftonline.com',
    },
    {
      displayName: 'Session',
      name: 'sessionToken',
      type: 'hidden',
      typeOptions: { expirable: true, password: true },
      default: '',
    },
  ];

  async preAuthentication(
    this: IHttpRequestHelper,
    credentials: ICredentialDataDecryptedObject,
  ): Promise<IDataObject> {
    return await signInBy(AUTH, credentials, this);
  }

  authenticate: IAuthenticate = async (credentials, options) => authenticateBy(AUTH, credentials, options);

  test: ICredentialTestRequest = {
    request: {
      baseURL: '={{$credentials.baseUrl}}',
      url: '/v1.0/subscriptions',
      headers: { accept: 'application/json' },
    },
  };
}
