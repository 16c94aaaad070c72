import { randomBytes } from 'node:crypto';
import { ScriptError } from '../../lib/script-error.mjs';
import type { Child } from './child.ts';
import { until } from './until.ts';

/** Makes the first person of a fresh n8n, and gives a key of its public API with every right. */
export async function makeApiKey(url: string, n8n: Child): Promise<string> {
  const owner = { email: 'owner@example.com', password: `Aa1-${randomBytes(12).toString('hex')}` };
  const setUp = () =>
    send(url, 'POST', '/rest/owner/setup', { ...owner, firstName: 'Lane', lastName: 'Owner' }, '');
  // It answers before its database is there.
  const { cookie } = await until('The set-up of n8n', setUp, n8n);
  const { data: scopes } = await send(url, 'GET', '/rest/api-keys/scopes', undefined, cookie);
  const draft = { label: 'lane', expiresAt: null, scopes };
  const { data } = await send(url, 'POST', '/rest/api-keys', draft, cookie);
  return (data as { rawApiKey: string }).rawApiKey;
}

/** Waits until n8n has run a workflow other than this one to a good end. */
export async function untilRanAnother(url: string, apiKey: string, own: string, n8n: Child): Promise<void> {
  const look = async () => {
    const response = await fetch(`${url}/api/v1/executions?status=success&limit=50`, {
      headers: { 'x-n8n-api-key': apiKey },
    });
    const { data } = (await response.json()) as { data: { workflowId: string }[] };
    return data.some(({ workflowId }) => workflowId !== own) || null;
  };
  await until('A run of the flow in n8n', look, n8n);
}

async function send(
  url: string,
  method: string,
  path: string,
  body: unknown,
  cookie: string,
): Promise<{ data: unknown; cookie: string }> {
  const response = await fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json', cookie },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new ScriptError(`n8n answered ${response.status} to ${method} ${path}.`);
  const given = response.headers.getSetCookie().map((one) => one.split(';')[0]);
  const { data } = (await response.json()) as { data: unknown };
  return { data, cookie: given.join('; ') };
}
