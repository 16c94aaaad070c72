import { basename, delimiter, join, sep } from 'node:path';

/**
 * The npm that started us, else the one on the path; never with the Node from our own node_modules, which `npm ci` deletes
 * while it runs.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ command: string[], env: NodeJS.ProcessEnv }}
 */
export function npmCommand(root, env) {
  const modules = join(root, 'node_modules') + sep;
  const isOurs = (path) => path.startsWith(modules);
  const { npm_execpath: script = '', npm_node_execpath: node = '', PATH = '' } = env;
  const known = basename(script) === 'npm-cli.js' && node !== '' && !isOurs(node);
  const path = PATH.split(delimiter).filter((entry) => !isOurs(entry));
  return { command: known ? [node, script] : ['npm'], env: { ...env, PATH: path.join(delimiter) } };
}
