import type {
  IAuthenticate,
  ICredentialTestRequest,
  ICredentialType,
  INodeProperties,
  Icon,
} from 'n8n-workflow';
import { pebble } from '../connectors/pebble/connector';
import { authenticateBy } from '../runtime/credential';
import { authNamed } from '../runtime/auth-named';

const AUTH = authNamed(pebble, 'pebble');

export class PebbleApi implements ICredentialType {
  name = 'pebbleApi';
  displayName = 'Pebble API';
  icon: Icon = { light: 'file:../icons/pebble.svg', dark: 'file:../icons/pebble.dark.svg' };
  documentationUrl = 'https://pebble.example/n8n';
  properties: INodeProperties[] = [
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      description: 'Where Pebble answers, e.g. https://pebble.example.com',
      required: true,
      type: 'string',
      default: '',
    },
    {
      displayName: 'Signing Secret',
      name: 'signingSecret',
      description:
        'Pebble shows it when a flow is deployed. With it, the trigger takes no call but those that Pebble has signed.',
      type: 'string',
      typeOptions: { password: true },
      default: '',
    },
  ];

  authenticate: IAuthenticate = async (credentials, options) => authenticateBy(AUTH, credentials, options);

  test: ICredentialTestRequest = {
    request: {
      baseURL: '={{$credentials.baseUrl}}',
      url: '/healthz',
      headers: { accept: 'application/json' },
    },
  };
}
