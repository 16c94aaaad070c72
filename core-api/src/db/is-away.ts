/** SQLSTATEs with which Postgres says that it goes down, comes up, or has no connection left; class 08 is about connections. */
const STATES = new Set(['57P01', '57P02', '57P03', '53300']);
const SOCKET = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']);
/** Only when connecting: a Unix socket that is not there, a name that does not resolve. */
const CONNECTING = new Set(['ENOENT', 'ENOTFOUND', 'EAI_AGAIN']);
/** What the driver and the pool say without a code. */
const WORDS =
  /^Connection terminated|^Client has encountered a connection error|Timeout acquiring a connection/;

/**
 * True when an error says that Postgres is not there just now, and nothing about the work that met it: the same work will do a
 * moment later.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall = '' } = error as Error & { code?: unknown; syscall?: string };
  if (typeof code !== 'string') return WORDS.test(error.message);
  if (STATES.has(code) || /^08.{3}$/.test(code)) return true;
  if (CONNECTING.has(code)) return /^(connect|getaddrinfo)/.test(syscall);
  return SOCKET.has(code);
}
