import { ImapFlow } from 'imapflow';
import { MAX_MAIL_BYTES } from '@pebble/contract/ingestion';
import { ImapTrouble } from './explain.ts';
import { demandAllowed, lookupFor, type PrivateHosts } from '../../mail/private-hosts.ts';

/** Where an account is, and how one signs in to it. */
export interface ImapTarget {
  host: string;
  port: number;
  tls: 'implicit' | 'starttls' | 'none';
  /** PEM of the authority that signed the server's certificate; null for the public ones. */
  ca: string | null;
  username: string;
  password: string;
}

export interface ConnectOptions {
  privateHosts: PrivateHosts;
  /** For name, TCP, TLS, greeting and sign-in together. */
  timeoutMs: number;
  /** Gives up at once. */
  signal?: AbortSignal;
}

/** Room for what a server says around a mail. */
const FRAME_BYTES = 1024 * 1024;

/**
 * Signs in. The certificate is always checked; with `starttls` nothing is said in the clear before it.
 *
 * @throws whatever went wrong, for `explain` to put into words; the connection is closed then
 */
export async function connect(target: ImapTarget, options: ConnectOptions): Promise<ImapFlow> {
  const { host, port, tls, ca } = target;
  demandAllowed(host, options.privateHosts);
  const client = new ImapFlow({
    host,
    port,
    secure: tls === 'implicit',
    ...(tls === 'implicit' ? {} : { doSTARTTLS: tls === 'starttls' }),
    tls: {
      lookup: lookupFor(host, options.privateHosts),
      minVersion: 'TLSv1.2',
      ...(ca === null ? {} : { ca }),
    },
    auth: { user: target.username, pass: target.password },
    // Its lines hold envelopes and commands; ours say what matters.
    logger: false,
    clientInfo: { name: 'Pebble' },
    disableCompression: true,
    // It listens as soon as nothing else is to be done; the library would wait for fifteen seconds.
    autoIdleDelay: 200,
    connectionTimeout: options.timeoutMs,
    greetingTimeout: options.timeoutMs,
    maxLineLength: 32 * FRAME_BYTES,
    maxLiteralSize: MAX_MAIL_BYTES + FRAME_BYTES,
    maxResponseSize: MAX_MAIL_BYTES + 64 * FRAME_BYTES,
  });
  // Without a listener a broken connection would end the process; whoever waits for an answer is told by its rejection.
  client.on('error', () => undefined);
  let isLate = false;
  const close = () => client.close();
  const late = setTimeout(() => {
    isLate = true;
    close();
  }, options.timeoutMs);
  options.signal?.addEventListener('abort', close, { once: true });
  try {
    options.signal?.throwIfAborted();
    await client.connect();
    return client;
  } catch (error) {
    close();
    throw isLate ? new ImapTrouble(`${host} did not let us in within ${options.timeoutMs / 1000} s.`) : error;
  } finally {
    clearTimeout(late);
    options.signal?.removeEventListener('abort', close);
  }
}
