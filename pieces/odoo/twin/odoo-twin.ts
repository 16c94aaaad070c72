import {
  startTwinServer,
  type TwinReply,
  type TwinRequest,
  type TwinServer,
} from '@pebble/kit/twin/twin-server';
import { fire, type Delivery } from './automation.ts';
import { control } from './control.ts';
import { answerJson2 } from './json2.ts';
import { answerRpc, versionInfo } from './jsonrpc.ts';
import { BOT, OdooServer } from './server.ts';

export interface OdooTwinOptions {
  /** 0, or nothing, for any that is free. */
  port?: number;
  /** 19 and later speak JSON-2 too; older ones JSON-RPC only. */
  version?: number;
  /** Of the faults that hit a share of the requests. */
  seed?: number;
  /** Milliseconds since 1970: the clock that stamps records. */
  now?: () => number;
  /** More than one database behind the address, so that JSON-2 needs its header. */
  severalDatabases?: boolean;
}

/** A running Odoo on the loopback interface, with the data of an invented trading company. */
export interface OdooTwin extends TwinServer {
  db: string;
  login: string;
  apiKey: string;
  /** Fields of the connector's credential. */
  credential: Record<string, string>;
  /** Rows, dials and long transactions. */
  server: OdooServer;
  /** Calls of automation rules, oldest first. */
  deliveries: readonly Delivery[];
  /** Waits until the webhooks of what was written so far have been called. */
  settled(): Promise<void>;
}

/** What a proxy in front of Odoo answers when no worker is free. */
export const HTML_502 = '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';

export async function startOdooTwin(options: OdooTwinOptions = {}): Promise<OdooTwin> {
  const { version = 19, now = Date.now, severalDatabases = false } = options;
  const door = { db: 'meridian', apiKey: 'twin-key-0f4b2a6c8d1e', severalDatabases };
  const deliveries: Delivery[] = [];
  const underWay = new Set<Promise<void>>();
  const server = new OdooServer(version, now, (touched) => {
    const calls = fire(server, touched, (delivery) => deliveries.push(delivery));
    underWay.add(calls);
    void calls.finally(() => underWay.delete(calls));
  });
  const handle = (request: TwinRequest): TwinReply => {
    const { path } = request;
    if (path.startsWith('/__twin/')) return control({ server, faults: twin.faults, deliveries }, request);
    if (path === '/web/version' && version >= 19)
      return {
        status: 200,
        body: { version: `${version}.0`, version_info: versionInfo(version).server_version_info },
      };
    if (path === '/web/webclient/version_info')
      return { status: 200, body: { jsonrpc: '2.0', id: null, result: versionInfo(version) } };
    if (path === '/jsonrpc' && version < 22) return answerRpc(server, door, request);
    if (path.startsWith('/json/2/') && version >= 19) return answerJson2(server, door, request);
    return {
      status: 404,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: '<!doctype html><title>404 Not Found</title>',
    };
  };
  const twin = await startTwinServer({
    handle,
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    faultBody: (status) =>
      status >= 500
        ? HTML_502
        : {
            name: 'werkzeug.exceptions.HTTPException',
            message: 'fault',
            arguments: [],
            context: {},
            debug: '',
          },
  });
  const { login } = BOT;
  return {
    ...twin,
    ...{ db: door.db, login, apiKey: door.apiKey, server, deliveries },
    credential: { base_url: twin.url, database: door.db, login, api_key: door.apiKey },
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
