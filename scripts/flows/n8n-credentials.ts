import { connectionNames } from '@pebble/flows/edit/connection-names';
import type { N8nNode, N8nWorkflow } from '@pebble/flows/n8n/workflow';
import type { Connector } from '@pebble/kit/connector';
import { credentialName, credentialProperty } from '@pebble/kit/host/n8n-names';
import { ScriptError } from '../lib/script-error.mjs';
import { PEBBLE_CONNECTION, remoteName, type BringUp } from './foreign-engine.ts';
import type { N8n, RemoteCredential } from './n8n-api.ts';

type Pieces = Readonly<Record<string, Connector>>;

/** By connection: the way to sign in that n8n has a credential for. */
export function authsHeld(
  held: readonly RemoteCredential[],
  tenant: string,
  { flow, pieces }: { flow: unknown; pieces: Pieces },
): Record<string, string> {
  const found = connectionNames(flow).flatMap((name) =>
    Object.values(pieces).flatMap((piece) =>
      piece.auths
        .filter((auth) => has(held, credentialName(piece, auth), remoteName(tenant, name)))
        .map((auth) => [name, auth.name] as const),
    ),
  );
  return Object.fromEntries(found);
}

/** The nodes with the ids of their credentials. That of Pebble is made or renewed; the others have to be there. */
export async function withCredentials(
  api: N8n,
  { nodes }: N8nWorkflow,
  request: Pick<BringUp, 'tenant' | 'publicUrl' | 'secret'> & {
    held: readonly RemoteCredential[];
    pieces: Pieces;
  },
): Promise<N8nNode[]> {
  const { tenant, held } = request;
  const wanted = new Map(
    nodes.flatMap(({ credentials = {} }) =>
      Object.entries(credentials).map(([type, { name }]) => [
        `${type} ${name}`,
        { type, name: remoteName(tenant, name), of: name },
      ]),
    ),
  );
  const missing = [...wanted.values()].filter(
    ({ type, name, of }) => of !== PEBBLE_CONNECTION && !has(held, type, name),
  );
  if (missing.length > 0) {
    const named = missing.map(
      ({ type, name }) => `"${name}" of type ${typesLike(type, request.pieces).join(' or ')}`,
    );
    throw new ScriptError(
      `n8n has no credential ${named.join(', nor ')}.\nMake it there under this name; it begins with the organisation, ` +
        'so that no flow signs in with what belongs to another.',
    );
  }
  const ids = new Map(held.map((one) => [`${one.type} ${one.name}`, one.id]));
  for (const { type, name, of } of wanted.values()) {
    if (of === PEBBLE_CONNECTION) ids.set(`${type} ${name}`, await renew(api, type, name, request));
  }
  return withNames({ nodes }, tenant, (type, name) => ids.get(`${type} ${name}`) ?? null);
}

/** The nodes with their credentials called as in an n8n that several organisations may share. */
export function withNames(
  { nodes }: Pick<N8nWorkflow, 'nodes'>,
  tenant: string,
  idOf: (type: string, name: string) => string | null = () => null,
): N8nNode[] {
  return nodes.map((node) => {
    if (!node.credentials) return node;
    const credentials: NonNullable<N8nNode['credentials']> = {};
    for (const [type, { name: of }] of Object.entries(node.credentials)) {
      const name = remoteName(tenant, of);
      credentials[type] = { id: idOf(type, name), name };
    }
    return { ...node, credentials };
  });
}

/** Makes or changes the credential through which a flow reaches Pebble; gives its id. */
async function renew(
  api: N8n,
  type: string,
  name: string,
  { held, publicUrl, secret }: { held: readonly RemoteCredential[]; publicUrl: string; secret: string },
): Promise<string> {
  const data = {
    [credentialProperty('base_url')]: publicUrl,
    [credentialProperty('signing_secret')]: secret,
  };
  const known = held.find((one) => one.type === type && one.name === name);
  const { id } = known
    ? await api.updateCredential(known.id, data)
    : await api.createCredential({ name, type, data });
  return id;
}

function has(held: readonly RemoteCredential[], type: string, name: string): boolean {
  return held.some((one) => one.type === type && one.name === name);
}

/** A type of credential, and those of the other ways to sign in to the same system. */
function typesLike(type: string, pieces: Pieces): string[] {
  const families = Object.values(pieces).map((piece) =>
    piece.auths.map((auth) => credentialName(piece, auth)),
  );
  return families.find((types) => types.includes(type)) ?? [type];
}
