import type { Auth } from '@pebble/kit/auth';
import type { Connector } from '@pebble/kit/connector';
import type { Http } from '@pebble/kit/http';
import type { ConnectorFixtures } from '@pebble/kit/testing/fixtures';
import { SAMPLE_SESSION, sampleCredential } from '@pebble/kit/testing/probe-host';
import { toResponse, type Reply } from '@pebble/kit/testing/replay-http';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../lib/root.mjs';
import { findConnectors } from '../find-connectors.ts';
import type { Arrived, Bridge } from './bridge.ts';
import type { Call } from './parity-host.ts';

export interface Subject {
  connector: Connector;
  fixtures: ConnectorFixtures;
}

/** Folders to try alone, while somebody works on them: `npm run test:nodes -- acme`. */
const only = (process.env['PARITY_ONLY'] ?? '').split(',').filter((folder) => folder !== '');

const found = await Promise.all(
  (await findConnectors(ROOT, only)).map(async ({ folder, connector }) => {
    const file = join(ROOT, 'pieces', folder, 'src', 'fixtures.ts');
    const module = existsSync(file) ? ((await import(pathToFileURL(file).href)) as Partial<Subject>) : {};
    return { folder, connector, fixtures: module.fixtures };
  }),
);

/** Every connector with its fixtures, found by folder. */
export const SUBJECTS: readonly Subject[] = found.flatMap(({ connector, fixtures }) =>
  fixtures ? [{ connector, fixtures }] : [],
);

/** Folders of connectors whose `src/fixtures.ts` exports no `fixtures`: nothing can be said of them. */
export const UNTRIED: readonly string[] = found.flatMap(({ folder, fixtures }) => (fixtures ? [] : [folder]));

/** A call with the sample credential of the suite, which leads to the bridge. */
export function callOf(
  { connector }: Subject,
  bridge: Bridge,
  input: Readonly<Record<string, unknown>>,
  auth: Auth = connector.auth,
): Call {
  const sampled = Object.entries(sampleCredential(connector, auth)).map(([name, value]) => [
    name,
    name.endsWith('_url') ? bridge.url : value,
  ]);
  const token = auth.consent ? { access_token: SAMPLE_SESSION['access_token'] ?? '' } : {};
  return { connector, auth, credential: { ...Object.fromEntries(sampled), ...token }, input };
}

/** Replies in turn, the last one again and again. */
export function replying(replies: readonly Reply[]): Http {
  let at = 0;
  return async () => toResponse(replies[Math.min((at += 1), replies.length) - 1] ?? { status: 200 });
}

/**
 * The model, with sign-ins answered before it. Hosts keep sessions for longer or shorter, which is their business: their sign-ins
 * are answered, and left out of what is compared.
 */
export function signingIn({ auth, credential }: Call, fixtures: ConnectorFixtures, model: Http) {
  const steps = stepsOf(auth, credential, fixtures);
  const isStep = (method: string, path: string) =>
    steps.find((step) => step.method === method && step.path === path);
  return {
    model: (async (request) => {
      const step = isStep(request.method, request.url.replace(/^https?:\/\/[^/]*/, ''));
      return step ? toResponse(step.reply) : model(request);
    }) satisfies Http,
    without: (arrived: readonly Arrived[]) => arrived.filter(({ method, path }) => !isStep(method, path)),
  };
}

const TOKEN: Reply = { status: 200, body: { ...SAMPLE_SESSION, expires_in: 3600 } };

function stepsOf({ session }: Auth, credential: Call['credential'], { signIn = [TOKEN] }: ConnectorFixtures) {
  const steps: { method: string; path: string; reply: Reply }[] = [];
  let values: Readonly<Record<string, string>> = {};
  let request = session?.request(credential) ?? null;
  for (const reply of signIn) {
    if (!session || !request) break;
    steps.push({ method: request.method, path: request.url.replace(/^https?:\/\/[^/]*/, ''), reply });
    values = { ...values, ...session.read(toResponse(reply), values).values };
    request = session.next?.(credential, values) ?? null;
  }
  return steps;
}
