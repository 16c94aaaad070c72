import type { Host } from '@pebble/kit/connector';
import { InputError } from '@pebble/kit/errors';
import type { FileValue } from '@pebble/kit/field';
import { laned } from '@pebble/kit/host/lanes';
import { retrying } from '@pebble/kit/host/retrying';
import type { Http } from '@pebble/kit/http';
import type { KeptSession } from '@pebble/kit/session';
import { odoo } from '../src/connector.ts';
import type { OdooTwin } from './odoo-twin.ts';

/** A host as the real ones are: over the network, with lanes, retries without a pause, a kept session and files in memory. */
export function hostOf(twin: OdooTwin, credential: Record<string, string> = twin.credential): Host {
  let kept: KeptSession | null = null;
  const files: FileValue[] = [];
  return {
    credential,
    http: retrying(laned(overNetwork), { sleep: async () => undefined, random: () => 0 }),
    session: {
      get: async () => kept,
      set: async (session) => {
        kept = session;
      },
    },
    files: {
      write: async (file) => `file-${files.push(file)}`,
      read: async (reference) => {
        const found = files[Number(reference.replace('file-', '')) - 1];
        if (!found) throw new InputError('There is no such file');
        return found;
      },
    },
  };
}

const overNetwork: Http = async ({ method, url, headers, body }) => {
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : Buffer.from(body) };
  const response = await fetch(url, { method, headers, ...sent, redirect: 'manual' });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
};

/** Runs an operation by name. */
export async function run(host: Host, name: string, input: Record<string, unknown>): Promise<never> {
  const operation = odoo.operations.find((one) => one.name === name);
  if (!operation) throw new Error(`There is no operation ${name}`);
  // Tests look at whatever shape the operation promises.
  return (await operation.run(host, input)) as never;
}
