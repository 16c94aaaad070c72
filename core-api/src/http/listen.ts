import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { OperatorError } from '../runtime/operator-error.ts';

export interface Listening {
  /** `http://127.0.0.1:3000`. */
  url: string;
  /** Takes no new request, lets the running ones end for a moment, then closes every connection. */
  close(): Promise<void>;
}

const DRAIN_MS = 3_000;

/** @throws OperatorError when the port is taken */
export async function listen(app: Express, host: string, port: number): Promise<Listening> {
  const server = createServer(app);
  // A sender gets as long as a 25 MB mail over a slow line needs, and an idle or dribbling one is cut.
  server.requestTimeout = 120_000;
  server.headersTimeout = 15_000;
  server.keepAliveTimeout = 65_000;
  server.listen(port, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new OperatorError(
      `Port ${port} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start`,
    );
  });
  const { port: actual } = server.address() as AddressInfo;
  const shown = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${shown}:${actual}`, close: () => close(server) };
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  // Event streams never end by themselves.
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(timer);
}
