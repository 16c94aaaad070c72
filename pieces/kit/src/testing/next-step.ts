import type { Connector } from '../connector.ts';
import type { ConnectorFixtures } from './fixtures.ts';
import { sampleCredential, sampleHost } from './probe-host.ts';
import { toResponse } from './replay-http.ts';
import { sampleInput } from './sample-input.ts';

const STEP = /next step (\d+): ([^";\\]+)/gi;

/**
 * What a connector that was made from the template still lacks: the lowest of the steps that stand in the place of a value, such as
 * `header: 'NEXT STEP 1: …;'`. Null when none is left.
 */
export async function nextStep(
  connector: Connector,
  fixtures: Pick<ConnectorFixtures, 'operations'> = { operations: {} },
): Promise<string | null> {
  const steps = new Map<number, string>();
  for (const text of [...stated(connector), ...(await sent(connector, fixtures))]) {
    for (const [, number, step] of text.matchAll(STEP)) {
      // The first, because a header comes in small letters.
      if (!steps.has(Number(number))) steps.set(Number(number), (step ?? '').trim());
    }
  }
  const [first] = [...steps].sort(([a], [b]) => a - b);
  return first ? `Next step (${first[0]}): ${first[1]}` : null;
}

/** What is said before anything runs: names, labels, help, samples, and how a request is authorised. */
function stated(connector: Connector): string[] {
  const { auths, operations, triggers, description } = connector;
  const authorised = auths.map((auth) => {
    try {
      return auth.authorize(auth.probe, { ...sampleCredential(connector, auth), access_token: 'a' });
    } catch {
      return null;
    }
  });
  return [JSON.stringify({ auths, operations, triggers, description, authorised })];
}

/** What the client sends: its paths are known only when it runs. */
async function sent(
  connector: Connector,
  fixtures: Pick<ConnectorFixtures, 'operations'>,
): Promise<string[]> {
  const requests: string[] = [];
  const host = sampleHost(connector, async ({ url, body }) => {
    requests.push(`${url} ${typeof body === 'string' ? body : ''}`);
    return toResponse({ status: 500 });
  });
  const ignore = () => undefined;
  for (const { name, fields, run } of connector.operations) {
    await run(host, { ...sampleInput(fields), ...fixtures.operations[name]?.input }).catch(ignore);
  }
  return requests;
}
