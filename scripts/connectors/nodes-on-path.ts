import { execFileSync } from 'node:child_process';
import { delimiter, join, sep } from 'node:path';

/** This Node, and the one that the machine has besides: hosts run older ones than we do. */
export function nodesOnPath(root: string, env: NodeJS.ProcessEnv = process.env): string[] {
  const own = join(root, 'node_modules') + sep;
  const path = (env['PATH'] ?? '').split(delimiter).filter((entry) => !`${entry}${sep}`.startsWith(own));
  try {
    const probe = ['-p', 'process.execPath'];
    const other = execFileSync('node', probe, {
      env: { ...env, PATH: path.join(delimiter) },
      encoding: 'utf8',
    });
    return [...new Set([process.execPath, other.trim()])];
  } catch {
    return [process.execPath];
  }
}
