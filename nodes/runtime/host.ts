import type { IDataObject } from 'n8n-workflow';
import type { Connector, Files, Host } from '../kit/connector';
import { accountOf } from '../kit/host/account';
import type { Context, Credentials } from './context';
import { valuesOf } from './credential';
import { sessionOf } from './session';
import { httpOf } from './transport';

export interface NodeHost extends Host {
  /** See `accountOf`. */
  account: string;
}

/** What a connector gets of n8n: the credential that the node holds, its session, and a port that repeats what may be repeated. */
export async function hostOf(
  context: Context,
  connector: Connector,
  credentials: Credentials,
  call: { itemIndex?: number; files?: Files } = {},
): Promise<NodeHost> {
  const auth = authOf(context, connector, call.itemIndex ?? 0);
  const type = credentials[auth.name] ?? '';
  const attached = context.getNode().credentials?.[type];
  const stored = attached ? await read(context, type, call.itemIndex) : {};
  const values = valuesOf(auth, stored);
  return {
    http: httpOf(context, auth.consent && attached ? type : null),
    auth: auth.name,
    account: accountOf(connector, { auth: auth.name, credential: values }),
    credential: auth.consent ? { ...values, access_token: tokenOf(stored) } : values,
    session: sessionOf(`${type}:${attached?.id ?? ''}`, values),
    ...(call.files ? { files: call.files } : {}),
  };
}

function authOf(context: Context, connector: Connector, itemIndex: number) {
  if (connector.auths.length === 1) return connector.auth;
  const chosen = parameter(context, 'authentication', itemIndex);
  return connector.auths.find((auth) => auth.name === chosen) ?? connector.auth;
}

/** A parameter of the node; only a context that runs items asks for it by item. */
export function parameter(context: Context, name: string, itemIndex: number): unknown {
  if ('getInputData' in context && 'continueOnFail' in context)
    return context.getNodeParameter(name, itemIndex, null);
  if ('getCurrentNodeParameter' in context) return context.getCurrentNodeParameter(name);
  return (context.getNodeParameter as (name: string, otherwise: null) => unknown)(name, null);
}

function read(context: Context, type: string, itemIndex: number | undefined): Promise<IDataObject> {
  return (context.getCredentials as (type: string, itemIndex?: number) => Promise<IDataObject>)(
    type,
    itemIndex,
  );
}

// n8n has let the person consent and refreshes the token itself.
function tokenOf({ oauthTokenData }: IDataObject): string {
  const token = (oauthTokenData as IDataObject | undefined)?.access_token;
  return typeof token === 'string' ? token : '';
}
