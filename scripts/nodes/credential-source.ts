import type { Auth } from '@pebble/kit/auth';
import { credentialName, credentialProperty } from '@pebble/kit/host/n8n-names';
import type { FoundConnector } from './find-connectors.ts';
import { className, iconOf, shownName } from './node-source.ts';
import { Code, print } from './print.ts';
import type { Property } from './properties.ts';
import { description, titleCase } from './words.ts';

/** n8n keeps these itself when it lets a person consent. */
const OF_OAUTH2 = new Set(['client_id', 'client_secret', 'refresh_token']);

/** The credential of one way to sign in. */
export function credentialSource(found: FoundConnector, auth: Auth, homepage: string): string {
  const { connector, exported, folder } = found;
  const name = credentialName(connector, auth);
  const several = connector.auths.length > 1 ? ` ${titleCase(auth.label)}` : '';
  const suffix = auth.consent ? ' OAuth2 API' : ' API';
  const members = `name = '${name}';
  displayName = ${JSON.stringify(`${shownName(connector)}${several.replace(/ ?OAuth2/i, '')}${suffix}`)};
  icon: Icon = ${print(iconOf(folder, '../'))};
  documentationUrl = '${homepage}';`;
  if (auth.consent) return oauth2Source(className(name), members, auth);
  return `import type { IAuthenticate, ICredentialDataDecryptedObject, ICredentialTestRequest, ICredentialType, ${auth.session ? 'IDataObject, ' : ''}${auth.session ? 'IHttpRequestHelper, ' : ''}INodeProperties, Icon } from 'n8n-workflow';
import { ${exported} } from '../connectors/${folder}/connector';
import { authenticateBy${auth.session ? ', signInBy' : ''} } from '../runtime/credential';
import { authNamed } from '../runtime/auth-named';

const AUTH = authNamed(${exported}, '${auth.name}');

export class ${className(name)} implements ICredentialType {
  ${members}
  properties: INodeProperties[] = ${print([...Object.entries(auth.fields).map(propertyOf), ...sessionOf(auth)])};

  ${signIn(auth)}
  authenticate: IAuthenticate = async (credentials, options) => authenticateBy(AUTH, credentials, options);

  test: ICredentialTestRequest = { request: ${print(probeOf(auth))} };
}
`.replace(auth.session ? '' : 'ICredentialDataDecryptedObject, ', '');
}

function oauth2Source(name: string, members: string, auth: Auth): string {
  const { authorizeUrl = '', tokenUrl = '', scopes = [] } = auth.consent ?? {};
  const hidden = (property: string, displayName: string, value: string) => ({
    ...{ displayName, name: property, type: 'hidden', default: value },
  });
  const own = Object.entries(auth.fields).filter(([field]) => !OF_OAUTH2.has(field));
  const properties = [
    ...own.map(propertyOf),
    hidden('grantType', 'Grant Type', 'authorizationCode'),
    hidden('authUrl', 'Authorization URL', expressionOf(authorizeUrl)),
    hidden('accessTokenUrl', 'Access Token URL', expressionOf(tokenUrl)),
    hidden('scope', 'Scope', scopes.join(' ')),
    hidden('authQueryParameters', 'Auth URI Query Parameters', ''),
    hidden('authentication', 'Authentication', 'body'),
  ];
  return `import type { ICredentialType, INodeProperties, Icon } from 'n8n-workflow';

/** n8n lets the person consent and refreshes the token. */
export class ${name} implements ICredentialType {
  ${members}
  extends = ['oAuth2Api'];
  properties: INodeProperties[] = ${print(properties)};
}
`;
}

/** `{tenant}` of the kit is an expression over the credential in n8n. */
function expressionOf(address: string): string {
  return address.includes('{')
    ? `=${address.replace(/\{(\w+)\}/g, (_, field: string) => `{{$self["${credentialProperty(field)}"]}}`)}`
    : address;
}

function propertyOf([name, field]: [string, Auth['fields'][string]]): Property {
  const common = {
    ...{
      displayName: titleCase(field.label),
      name: credentialProperty(name),
      description: description(field.help),
    },
    ...(field.required ? { required: true } : {}),
  };
  if (field.kind === 'secret')
    return { ...common, type: 'string', typeOptions: { password: true }, default: '' };
  if (field.kind === 'text') return { ...common, type: 'string', default: field.default ?? '' };
  const choices = Object.entries(field.choices ?? {});
  const options = choices.map(([value, label]) => ({ name: titleCase(label), value }));
  return { ...common, type: 'options', options, default: field.default ?? options[0]?.value };
}

function sessionOf(auth: Auth): Property[] {
  if (!auth.session) return [];
  const typeOptions = { expirable: true, password: true };
  return [{ displayName: 'Session', name: 'sessionToken', type: 'hidden', typeOptions, default: '' }];
}

function signIn(auth: Auth): string {
  if (!auth.session) return '';
  return `async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
    return await signInBy(AUTH, credentials, this);
  }
`;
}

function probeOf({ probe, fields }: Auth): Property {
  return {
    method: probe.method === 'GET' ? undefined : probe.method,
    ...('base_url' in fields ? { baseURL: '={{$credentials.baseUrl}}' } : {}),
    url: probe.url,
    ...(Object.keys(probe.headers).length > 0 ? { headers: probe.headers } : {}),
    ...(typeof probe.body === 'string' ? { body: new Code(probe.body) } : {}),
  };
}
