import type { ICredentialTestRequest, ICredentialType, INodeProperties, Icon } from 'n8n-workflow';

/** What Pebble shows when a source of mail is created. */
export class PebbleSourceApi implements ICredentialType {
  name = 'pebbleSourceApi';
  displayName = 'Pebble Source API';
  icon: Icon = { light: 'file:../icons/pebble.svg', dark: 'file:../icons/pebble.dark.svg' };
  documentationUrl = 'https://pebble.example/n8n';
  properties: INodeProperties[] = [
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'https://pebble.example.com',
      description: 'Where Pebble answers',
    },
    {
      displayName: 'Source',
      name: 'source',
      type: 'string',
      default: '',
      required: true,
      description: 'ID of the source, the last part of its path',
    },
    {
      displayName: 'Signing Secret',
      name: 'signingSecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: 'Begins with whsec_ and is shown when the source is created',
    },
  ];

  test: ICredentialTestRequest = {
    request: { baseURL: '={{$credentials.baseUrl}}', url: '/healthz' },
  };
}
