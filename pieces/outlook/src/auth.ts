import { secret, text } from '@pebble/kit/field';
import type { Credential } from '@pebble/kit/auth';
import { clientCredentialsAuth, refreshTokenAuth } from '@pebble/kit/session-auth';

const cloud = {
  base_url: text('Graph URL', {
    help: 'US Government L4: https://graph.microsoft.us, L5 (DoD): https://dod-graph.microsoft.us, China: https://microsoftgraph.chinacloudapi.cn',
    required: true,
    default: 'https://graph.microsoft.com',
  }),
  login_url: text('Sign-in URL', {
    help: 'US Government: https://login.microsoftonline.us, China: https://login.chinacloudapi.cn',
    required: true,
    default: 'https://login.microsoftonline.com',
  }),
};

const app = {
  client_id: text('Application (client) ID', { help: 'From the app registration in Entra.', required: true }),
  client_secret: secret('Client secret', {
    help: 'Value of a client secret of the app registration, not its ID. It ends on a date: note it.',
    required: true,
  }),
};

/** The app signs in as itself and reaches every mailbox that the tenant's administrator has granted to it. */
export const appAuth = clientCredentialsAuth({
  name: 'app',
  label: 'App (client credentials)',
  vendor: 'Microsoft',
  fields: {
    tenant_id: text('Tenant ID', {
      help: 'Directory (tenant) ID, or a domain of the tenant.',
      required: true,
    }),
    ...app,
    ...cloud,
  },
  tokenUrl,
  parameters: ({ client_id, client_secret, base_url }) => ({
    ...{ client_id, client_secret },
    scope: `${trimmed(base_url)}/.default`,
  }),
  // Its own subscriptions: every app may list them, whatever mailboxes it reaches.
  probe: '/v1.0/subscriptions',
});

/** A person has consented; without a mailbox in an operation, that person's own is meant. */
export const delegatedAuth = refreshTokenAuth({
  name: 'delegated',
  label: 'Person (OAuth2 consent)',
  vendor: 'Microsoft',
  fields: {
    tenant_id: text('Tenant ID', {
      help: 'Directory (tenant) ID; "common" for accounts of any tenant.',
      required: true,
      default: 'common',
    }),
    ...app,
    refresh_token: secret('Refresh token', {
      help: 'From the consent of the person. Hosts that sign people in by themselves fill it in.',
      required: true,
    }),
    ...cloud,
  },
  tokenUrl,
  parameters: ({ client_id, client_secret, refresh_token }) => ({ client_id, client_secret, refresh_token }),
  probe: '/v1.0/me/mailFolders/inbox?$select=id',
  consent: {
    authorizeUrl: '{login_url}/{tenant_id}/oauth2/v2.0/authorize',
    tokenUrl: '{login_url}/{tenant_id}/oauth2/v2.0/token',
    // Short names mean Graph of the cloud that is signed in to.
    scopes: ['offline_access', 'Mail.ReadWrite', 'Mail.ReadWrite.Shared', 'Mail.Send', 'Mail.Send.Shared'],
  },
});

function tokenUrl({ login_url, tenant_id = '' }: Credential): string {
  return `${trimmed(login_url)}/${encodeURIComponent(tenant_id)}/oauth2/v2.0/token`;
}

function trimmed(url = ''): string {
  return url.replace(/\/+$/, '');
}
