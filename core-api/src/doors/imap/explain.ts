import { Refused } from '../../mail/guarded-lookup.ts';

/** Something that this code noticed itself; its message is for people. */
export class ImapTrouble extends Error {
  override readonly name = 'ImapTrouble';
}

/** Where the trouble is, so that a person knows what to change. No message of the server is repeated: it may hold anything. */
export interface Whereabouts {
  host: string;
  port: number;
  username: string;
}

type Known = (where: Whereabouts) => string;

const BY_CODE: Record<string, Known> = {
  ENOTFOUND: ({ host }) => `There is no server called ${host}. Check the host name.`,
  EAI_AGAIN: ({ host }) => `The name ${host} cannot be looked up at the moment.`,
  ECONNREFUSED: ({ host, port }) =>
    `${host} does not answer on port ${port}. Check the port, and that IMAP is switched on.`,
  EHOSTUNREACH: ({ host }) => `${host} cannot be reached from here. Check network and firewall.`,
  ENETUNREACH: ({ host }) => `${host} cannot be reached from here. Check network and firewall.`,
  ECONNRESET: ({ host }) => `${host} broke the connection off.`,
  EPIPE: ({ host }) => `${host} broke the connection off.`,
  NoConnection: ({ host }) => `${host} ended the connection.`,
  EConnectionClosed: ({ host }) => `${host} ended the connection.`,
  ClosedAfterConnectText: ({ host, port }) =>
    `${host} ended the connection before it said anything. Port ${port} may want TLS.`,
  ClosedAfterConnectTLS: ({ host }) => `${host} ended the connection before it said anything.`,
  CONNECT_TIMEOUT: ({ host, port }) => `${host} did not answer on port ${port} in time.`,
  ETIMEDOUT: ({ host, port }) => `${host} did not answer on port ${port} in time.`,
  ETIMEOUT: ({ host }) => `${host} fell silent in the middle of the connection.`,
  GREETING_TIMEOUT: ({ host, port }) => `${host} said nothing on port ${port}. It may want TLS there.`,
  UPGRADE_TIMEOUT: ({ host }) => `${host} did not finish STARTTLS in time.`,
  ETHROTTLE: ({ host }) => `${host} asks us to slow down.`,
  ERR_TLS_CERT_ALTNAME_INVALID: ({ host }) => `The certificate of the server is not for ${host}.`,
  CERT_HAS_EXPIRED: ({ host }) => `The certificate of ${host} has expired.`,
  DEPTH_ZERO_SELF_SIGNED_CERT: selfSigned,
  SELF_SIGNED_CERT_IN_CHAIN: selfSigned,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: selfSigned,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: selfSigned,
  ERR_SSL_WRONG_VERSION_NUMBER: ({ port }) =>
    `The server does not speak TLS on port ${port}. Try starttls, or port 993.`,
  LiteralTooLarge: ({ host }) => `${host} sent more for one mail than a mail may have.`,
  ResponseTooLarge: ({ host }) => `${host} sent more for one mail than a mail may have.`,
};

function selfSigned({ host }: Whereabouts): string {
  return `The certificate of ${host} was signed by nobody that we know. Give its authority as ca.`;
}

/** What went wrong with an account, in a sentence for the person who set it up. */
export function explain(error: unknown, where: Whereabouts): string {
  if (error instanceof ImapTrouble) return error.message;
  if (isRefusal(error)) {
    return `${where.host} lies in a private network. The operator allows it with IMAP_PRIVATE_HOSTS=${where.host}.`;
  }
  if (!(error instanceof Error)) return 'Something failed that has no name.';
  if ('authenticationFailed' in error && error.authenticationFailed === true) {
    return `${where.host} does not let ${where.username} in. Check user and password.`;
  }
  const known = BY_CODE[codeOf(error)];
  if (known) return known(where);
  if ('tlsFailed' in error) return `${where.host} offers no STARTTLS. Try implicit TLS, mostly on port 993.`;
  if ('responseStatus' in error) return `${where.host} refused a command (${String(error.responseStatus)}).`;
  return `The connection to ${where.host} failed (${codeOf(error) || error.name}).`;
}

/** True when trying again soon is pointless, and may lock the account. */
export function isSignInFailure(error: unknown): boolean {
  return error instanceof Error && 'authenticationFailed' in error && error.authenticationFailed === true;
}

function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause instanceof Error ? codeOf(error.cause) : '';
}

function isRefusal(error: unknown): boolean {
  return error instanceof Refused || (error instanceof Error && error.cause instanceof Refused);
}
