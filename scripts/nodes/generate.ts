import type { Auth } from '@pebble/kit/auth';
import { credentialName, nodeName, triggerName } from '@pebble/kit/host/n8n-names';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copySource } from './copy-source.ts';
import { credentialSource } from './credential-source.ts';
import { findConnectors, type FoundConnector } from './find-connectors.ts';
import { iconsOf } from './icons.ts';
import { className, nodeSource } from './node-source.ts';
import { formatted } from './print.ts';
import { triggerSource } from './trigger-source.ts';

/** Folders of the package in which everything is generated, but for what is written by hand. */
export const GENERATED = ['kit', 'contract', 'connectors', 'engine', 'nodes', 'credentials', 'icons'];
export const BY_HAND = ['nodes/Router/', 'nodes/HandOverMail/', 'credentials/PebbleSourceApi.'];

/** What every package holds besides connectors: the runtime's and the router's parts of the project. */
const SHARED = [
  'pieces/kit/src/connector.ts',
  'pieces/kit/src/host/account.ts',
  'pieces/kit/src/host/lanes.ts',
  'pieces/kit/src/host/retrying.ts',
  'pieces/kit/src/host/n8n-names.ts',
  'flows/engine/src/operators.ts',
  // The nodes that are written by hand call it.
  'core-api/contract/src/sources.ts',
];

/** The whole generated part of `nodes/`: content by path below it. Pure: the same pieces always give the same files. */
export async function generate(root: string): Promise<Map<string, string>> {
  const found = await findConnectors(root);
  const entries = found.map(({ folder }) => `pieces/${folder}/src/connector.ts`);
  const files = await copySource(root, [...SHARED, ...entries]);
  const manifest = JSON.parse(await readFile(join(root, 'nodes/package.json'), 'utf8')) as Manifest;
  const nodes = found.flatMap(nodesOf);
  const credentials = credentialsOf(found, manifest.homepage);
  for (const { path, text } of [...nodes, ...credentials]) files.set(path, text);
  for (const one of [...found, { folder: 'router', connector: { label: 'Router' } }]) {
    const { light, dark } = await iconsOf(root, { folder: one.folder, label: one.connector.label });
    files.set(`icons/${one.folder}.svg`, light).set(`icons/${one.folder}.dark.svg`, dark);
  }
  files.set('package.json', JSON.stringify(withLists(manifest, [...files.keys()])));
  for (const [path, text] of files) {
    if (!path.endsWith('.svg')) files.set(path, await formatted(root, path, text));
  }
  return files;
}

interface Manifest {
  homepage: string;
  n8n: { nodes: string[]; credentials: string[] };
}

interface Generated {
  path: string;
  text: string;
}

function nodesOf(found: FoundConnector): Generated[] {
  const { connector } = found;
  const file = (name: string, text: string) => [
    { path: `nodes/${className(name)}/${className(name)}.node.ts`, text },
    { path: `nodes/${className(name)}/${className(name)}.node.json`, text: codex(name) },
  ];
  return [
    ...(connector.operations.length > 0 ? file(nodeName(connector), nodeSource(found)) : []),
    ...connector.triggers.flatMap((trigger) =>
      file(triggerName(connector, trigger), triggerSource(found, trigger)),
    ),
  ];
}

/** Where n8n lists a node. */
function codex(name: string): string {
  return JSON.stringify({
    node: `n8n-nodes-pebble.${name}`,
    nodeVersion: '1.0',
    codexVersion: '1.0',
    categories: ['Communication', 'Sales'],
    resources: {},
  });
}

/** One file for each type; an auth that connectors share comes with the one that it is named after. */
function credentialsOf(found: readonly FoundConnector[], homepage: string): Generated[] {
  const first = new Map<string, { owner: FoundConnector; auth: Auth }>();
  const owners = [...found].sort((a, b) => a.connector.label.length - b.connector.label.length);
  for (const owner of owners) {
    for (const auth of owner.connector.auths) {
      const type = credentialName(owner.connector, auth);
      if (!first.has(type)) first.set(type, { owner, auth });
    }
  }
  return [...first].map(([type, { owner, auth }]) => ({
    path: `credentials/${className(type)}.credentials.ts`,
    text: credentialSource(owner, auth, homepage),
  }));
}

function withLists(manifest: Manifest, paths: readonly string[]): Manifest {
  const built = (ending: string, more: readonly string[] = []) =>
    [...paths, ...more]
      .filter((path) => path.endsWith(`.${ending}.ts`))
      .map((path) => `dist/${path.replace(/\.ts$/, '.js')}`)
      .sort();
  const nodes = built('node', ['nodes/Router/Router.node.ts', 'nodes/HandOverMail/HandOverMail.node.ts']);
  const credentials = built('credentials', ['credentials/PebbleSourceApi.credentials.ts']);
  return { ...manifest, n8n: { ...manifest.n8n, credentials, nodes } };
}
