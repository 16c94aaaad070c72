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

/** In milliseconds; tests make them short. */
const PATIENCE = {
  /** For the line and the headers of a request, and for a connection that says nothing. */
  headers: 15_000,
  /** For a whole request: as long as a 25 MB mail over a slow line needs. */
  request: 120_000,
  /** How often that is looked at; a slow client stays so much longer at most. */
  look: 5_000,
};

/** @throws OperatorError when the port is taken */
export async function listen(
  app: Express,
  host: string,
  port: number,
  patience = PATIENCE,
): Promise<Listening> {
  const server = createServer({ connectionsCheckingInterval: patience.look }, app);
  server.requestTimeout = patience.request;
  server.headersTimeout = patience.headers;
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
