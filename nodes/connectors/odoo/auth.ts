// Generated from pieces/odoo/src/auth.ts by `npm run nodes:generate`: change it there.
import { withHeaders, type Auth, type Credential } from '../../kit/auth';
import { errorForStatus } from '../../kit/error-for-status';
import { AuthError, UpstreamError } from '../../kit/errors';
import { secret, text } from '../../kit/field';
import type { HttpRequest, HttpResponse } from '../../kit/http';
import type { Session } from '../../kit/session';
import { isObject, readReply } from './reply';
import { asRpc, callPath, rpc, RPC_PATH, signRpc } from './wire';

const JSON_HEADERS = { accept: 'application/json', 'content-type': 'application/json' };
const WHO_AM_I: HttpRequest = {
  ...{ method: 'POST', url: callPath('res.users', 'context_get'), headers: JSON_HEADERS },
  ...{ body: '{}', effect: 'read' },
};
/** Seconds. A server that was upgraded is asked again within a day. */
const DAY = 86_400;

/**
 * One credential for all versions. The sign-in asks for the version, then for the user: over JSON-2 from 19 on, by JSON-RPC's login
 * before. It keeps both (`protocol`, `uid`), so that no call signs in again.
 */
export const auth: Auth = {
  ...{ name: 'api_key', label: 'API key', kind: 'login' },
  fields: {
    base_url: text('Address', { help: 'Of your Odoo, e.g. https://acme.odoo.com', required: true }),
    api_key: secret('API key', {
      help: 'Preferences → Account security → New API key. Better of a user of its own with few rights than of an administrator.',
      required: true,
    }),
    database: text('Database', {
      help: 'Its name. Needed below Odoo 19, and where one address serves several.',
    }),
    login: text('Login', {
      help: 'What the user of the key signs in with, often an e-mail address. Needed below Odoo 19.',
    }),
  },
  authorize: (request, credential) => sign(request, credential),
  probe: WHO_AM_I,
  checkProbe: (response) => void readReply(response),
  session: {
    request: ({ base_url }) =>
      withHeaders(
        { method: 'GET', url: '/web/version', headers: { accept: 'application/json' } },
        base_url,
        {},
      ),
    read: (response, { protocol }) => (protocol ? readUser(response) : readVersion(response)),
    next: (credential, { protocol, uid }) => {
      if (uid !== undefined) return null;
      return protocol === 'json2' ? sign(WHO_AM_I, { ...credential, protocol }) : login(credential);
    },
  },
};

/** The call as this server takes it. Without a session it goes out as JSON-2. */
function sign(request: HttpRequest, credential: Credential): HttpRequest {
  const { base_url, database, api_key = '', protocol, uid } = credential;
  const caller = { database: database ?? '', uid: Number(uid), key: api_key };
  if (request.url === RPC_PATH) {
    if (!database) throw new AuthError('Fill in the database: a call with unnamed arguments needs it');
    return withHeaders(signRpc(request, caller), base_url, {});
  }
  if (protocol === 'jsonrpc') return withHeaders(asRpc(request, caller), base_url, {});
  return withHeaders(request, base_url, {
    authorization: `bearer ${api_key}`,
    ...(database ? { 'x-odoo-database': database } : {}),
  });
}

function login({ base_url, database, login: user, api_key }: Credential): HttpRequest {
  if (!database || !user) {
    throw new AuthError('This Odoo is older than 19: fill in the database and the login of the API key');
  }
  const call = rpc('common', 'authenticate', [database, user, api_key, {}]);
  return withHeaders({ ...WHO_AM_I, ...call }, base_url, {});
}

/** Who answers no version, or with a page, is older than 19, or hides the path and is asked by JSON-RPC, which is there till 22. */
function readVersion(response: HttpResponse): Session {
  const { status } = response;
  if (status >= 500 || status === 429) throw errorForStatus("Odoo's version", response);
  if (status === 401 || status === 403) throw new AuthError(`Odoo's address answered ${status}`);
  return {
    values: { protocol: status === 200 && majorOf(response.body) >= 19 ? 'json2' : 'jsonrpc' },
    expiresIn: DAY,
  };
}

function majorOf(body: string): number {
  try {
    const read: unknown = JSON.parse(body);
    const { version, version_info } = isObject(read) ? read : {};
    const first: unknown = Array.isArray(version_info) ? version_info[0] : version;
    // Odoo Online says "saas~18.2".
    return Number(/\d+/.exec(String(first))?.[0] ?? 0);
  } catch {
    return 0;
  }
}

function readUser(response: HttpResponse): Session {
  const reply = readReply(response);
  // JSON-RPC's login answers false, in a success.
  if (reply === false || reply === null) throw new AuthError('Odoo refused the login or the API key');
  const uid = isObject(reply) ? (reply['uid'] ?? 0) : reply;
  if (typeof uid !== 'number') throw new UpstreamError("Odoo's sign-in told no user");
  return { values: { uid: String(uid) }, expiresIn: DAY };
}
