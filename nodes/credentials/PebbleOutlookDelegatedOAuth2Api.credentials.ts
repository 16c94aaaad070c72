import type { ICredentialType, INodeProperties, Icon } from 'n8n-workflow';

/** n8n lets the person consent and refreshes the token. */
export class PebbleOutlookDelegatedOAuth2Api implements ICredentialType {
  name = 'pebbleOutlookDelegatedOAuth2Api';
  displayName = 'Microsoft Outlook by Pebble Person ( Consent) OAuth2 API';
  icon: Icon = { light: 'file:../icons/outlook.svg', dark: 'file:../icons/outlook.dark.svg' };
  documentationUrl = 'https://pebble.example/n8n';
  extends = ['oAuth2Api'];
  properties: INodeProperties[] = [
    {
      displayName: 'Tenant ID',
      name: 'tenantId',
      description: 'Directory (tenant) ID; "common" for accounts of any tenant',
      required: true,
      type: 'string',
      default: 'common',
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
    { displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
    {
      displayName: 'Authorization URL',
      name: 'authUrl',
      type: 'hidden',
      default: '={{$self["loginUrl"]}}/{{$self["tenantId"]}}/oauth2/v2.0/authorize',
    },
    {
      displayName: 'Access Token URL',
      name: 'accessTokenUrl',
      type: 'hidden',
      default: '={{$self["loginUrl"]}}/{{$self["tenantId"]}}/oauth2/v2.0/token',
    },
    {
      displayName: 'Scope',
      name: 'scope',
      type: 'hidden',
      default: 'offline_access Mail.ReadWrite Mail.ReadWrite.Shared Mail.Send Mail.Send.Shared',
    },
    { displayName: 'Auth URI Query Parameters', name: 'authQueryParameters', type: 'hidden', default: '' },
    { displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
  ];
}
