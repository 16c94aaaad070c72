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
import { odoo } from '../connectors/odoo/connector';
import { authenticateBy, signInBy } from '../runtime/credential';
import { authNamed } from '../runtime/auth-named';

const AUTH = authNamed(odoo, 'api_key');

export class PebbleOdooApi implements ICredentialType {
  name = 'pebbleOdooApi';
  displayName = 'Odoo by Pebble API';
  icon: Icon = { light: 'file:../icons/odoo.svg', dark: 'file:../icons/odoo.dark.svg' };
  documentationUrl = 'https://pebble.example/n8n';
  properties: INodeProperties[] = [
    {
      displayName: 'Address',
      name: 'baseUrl',
      description: 'Of your Odoo, e.g. https://acme.odoo.com',
      required: true,
      type: 'string',
      default: '',
    },
    {
      displayName: 'API Key',
      name: 'apiKey',
      description:
        'Preferences → Account security → New API key. Better of a user of its own with few rights than of an administrator.',
      required: true,
      type: 'string',
      typeOptions: { password: true },
      default: '',
    },
    {
      displayName: 'Database',
      name: 'database',
      description: 'Its name. Needed below Odoo 19, and where one address serves several.',
      type: 'string',
      default: '',
    },
    {
      displayName: 'Login',
      name: 'login',
      description: 'What the user of the key signs in with, often an e-mail address. Needed below Odoo 19.',
      type: 'string',
      default: '',
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
      method: 'POST',
      baseURL: '={{$credentials.baseUrl}}',
      url: '/json/2/res.users/context_get',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: {},
    },
  };
}
