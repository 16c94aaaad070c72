import { setTimeout as sleep } from 'node:timers/promises';
import type { Auth } from '../src/auth.ts';
import type { Connector, Host } from '../src/connector.ts';
import type { Http } from '../src/http.ts';
import { accountOf } from '../src/host/account.ts';
import { laned } from '../src/host/lanes.ts';
import { retrying } from '../src/host/retrying.ts';
import { type AuthPlan, type Connection, readConnection } from './piece-auth.ts';
import { filesOf } from './piece-files.ts';
import { sealOf, type Seal, type Store } from './sealed.ts';
import { sessionOf } from './sessions.ts';
import { nodeTransport } from './transport.ts';

/** What of a context of Activepieces a host is made of. */
export interface PieceContext {
  auth?: unknown;
  store?: Store;
  files?: { write(file: { fileName: string; data: Buffer }): Promise<string> };
}

/** A host for one call, and the seal of its credential; none where Activepieces keeps the lasting secret to itself. */
export interface PieceHost {
  host: Host;
  seal: Seal | null;
  /** See `accountOf`. */
  account: string;
}

/** Makes hosts of one connector. One line out for all of them, so that lanes hold for the whole process. */
export function hostMaker(connector: Connector, plan: AuthPlan, transport: Http = nodeTransport()) {
  const http = retrying(laned(transport), { sleep: (ms) => sleep(ms), random: Math.random });
  return async (context: PieceContext): Promise<PieceHost> => {
    const { auth: name, credential } = readConnection(plan, context.auth as Connection | undefined);
    const files = context.files ? { files: filesOf(context.files) } : {};
    const host: Host = { http, credential, auth: name, ...files };
    const auth = connector.auths.find((one) => one.name === name);
    const account = accountOf(connector, host);
    if (!auth || keptByHost(plan, auth)) return { host, seal: null, account };
    const seal = await sealOf(`${connector.name}.${name}`, credential);
    return {
      host: auth.session ? { ...host, session: sessionOf(seal, context.store ?? null) } : host,
      ...{ seal, account },
    };
  };
}

function keptByHost({ consent }: AuthPlan, { name }: Auth): boolean {
  return consent?.name === name;
}
