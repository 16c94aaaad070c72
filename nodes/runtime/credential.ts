import type {
  ICredentialDataDecryptedObject,
  IDataObject,
  IHttpRequestHelper,
  IHttpRequestOptions,
} from 'n8n-workflow';
import type { Auth, Credential } from '../kit/auth';
import { credentialProperty } from '../kit/host/n8n-names';
import type { HttpMethod, HttpRequest, HttpResponse } from '../kit/http';

/** The property in which n8n keeps a session for its test button. */
export const SESSION = 'sessionToken';

/** Signs a request of n8n's own, such as its test of a credential, with the connector's `authorize`. */
export function authenticateBy(
  auth: Auth,
  credentials: ICredentialDataDecryptedObject,
  options: IHttpRequestOptions,
): IHttpRequestOptions {
  const request: HttpRequest = {
    method: (options.method ?? 'GET') as HttpMethod,
    url: options.url,
    headers: textual(options.headers ?? {}),
    ...(typeof options.body === 'string' ? { body: options.body } : {}),
  };
  const session = parse(credentials[SESSION]);
  const { url, headers, body } = auth.authorize(request, { ...valuesOf(auth, credentials), ...session });
  const signed = { ...options, url, headers, ...(typeof body === 'string' ? { body } : {}) };
  // It is in the URL now.
  delete signed.baseURL;
  return signed;
}

/** Signs in, for the test button; runs keep sessions of their own (see session.ts). */
export async function signInBy(
  auth: Auth,
  credentials: ICredentialDataDecryptedObject,
  { helpers }: IHttpRequestHelper,
): Promise<IDataObject> {
  const credential = valuesOf(auth, credentials);
  const recipe = auth.session;
  let values: Readonly<Record<string, string>> = {};
  for (let request = recipe?.request(credential) ?? null; recipe && request;) {
    values = { ...values, ...recipe.read(await send(helpers, request), values).values };
    request = recipe.next?.(credential, values) ?? null;
  }
  return { [SESSION]: JSON.stringify(values) };
}

/** The credential as the connector names its fields. */
export function valuesOf(auth: Auth, credentials: Readonly<Record<string, unknown>>): Credential {
  const values = Object.keys(auth.fields).map((name) => [name, credentials[credentialProperty(name)]]);
  return textual(Object.fromEntries(values) as Record<string, unknown>);
}

async function send(
  helpers: IHttpRequestHelper['helpers'],
  { method, url, headers, body }: HttpRequest,
): Promise<HttpResponse> {
  const answer = (await helpers.httpRequest({
    ...{ method, url, headers, body: body as string },
    ...{
      encoding: 'text',
      returnFullResponse: true,
      ignoreHttpStatusErrors: true,
      disableFollowRedirect: true,
    },
    skipSslCertificateValidation: false,
  })) as { statusCode: number; headers: IDataObject; body: unknown };
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  return { status: answer.statusCode, headers: textual(answer.headers), body: text };
}

function textual(values: Readonly<Record<string, unknown>>): Record<string, string> {
  const given = Object.entries(values).filter(
    ([, value]) => value !== undefined && typeof value !== 'object',
  );
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

function parse(session: unknown): Record<string, string> {
  return typeof session === 'string' && session !== '' ? (JSON.parse(session) as Record<string, string>) : {};
}
