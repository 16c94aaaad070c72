import { expect } from 'vitest';
import type { Auth } from '../auth.ts';
import type { Connector } from '../connector.ts';
import { AuthError, UpstreamError } from '../errors.ts';
import { answering, echoing, frozen, rejectionOf, sampleCredential } from './probe-host.ts';
import type { Reply } from './replay-http.ts';

/** `authorize` gives the same for the same, changes nothing it was given, and puts no secret where logs keep it: in the URL. */
export function checkAuthorize(connector: Connector, auth: Auth = connector.auth): void {
  const credential = frozen(sampleCredential(connector, auth));
  const request = frozen({ ...auth.probe, headers: { ...auth.probe.headers } });
  const first = auth.authorize(request, credential);
  expect(auth.authorize(request, credential), 'authorize is pure').toEqual(first);
  const secrets = Object.entries(auth.fields).filter(([, field]) => field.kind === 'secret');
  for (const [name] of secrets) {
    expect(first.url.includes(credential[name] ?? ''), `secret "${name}" in the URL`).toBe(false);
  }
}

/** A link that leads to another host must not take the credential along. */
export function checkForeignLink(connector: Connector, auth: Auth = connector.auth): void {
  const credential = sampleCredential(connector, auth);
  if (!('base_url' in credential)) return;
  for (const url of ['https://elsewhere.example/next', `${credential['base_url']}.elsewhere.example/next`]) {
    const authorize = () => auth.authorize({ ...auth.probe, url }, credential);
    expect(authorize, `a credential sent to ${url}`).toThrow(UpstreamError);
  }
}

/** The probe passes with a good credential and is an AuthError with a bad one, or with none. */
export async function checkProbe(
  connector: Connector,
  auth: Auth = connector.auth,
  reply: Reply = { status: 200, body: {} },
): Promise<void> {
  await connector.probe(answering(connector, [reply], auth).host);
  for (const status of [401, 403]) {
    const error = await rejectionOf(
      connector.probe(echoing(connector, status, {}, auth)),
      `the probe at ${status}`,
    );
    expect(error, `the probe at ${status}`).toBeInstanceOf(AuthError);
  }
  const down = await rejectionOf(connector.probe(echoing(connector, 503, {}, auth)), 'the probe at 503');
  expect(down, 'the probe at 503').toBeInstanceOf(UpstreamError);
  const { host, requests } = answering(connector, [{ status: 200 }], auth);
  const missing = await rejectionOf(connector.probe({ ...host, credential: {} }), 'no credential');
  expect(missing, 'no credential').toBeInstanceOf(AuthError);
  expect(requests, 'requests without a credential').toHaveLength(0);
}
