import { cp, glob, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ScriptError } from '../lib/script-error.mjs';
import type { ConnectorName } from './connector-name.ts';

/** Acme's own: snapshots are written anew, and these traps are of its vendor. */
const LEFT_OUT = /__snapshots__|client\.test\.ts$/;

/**
 * Makes `pieces/<name>` of the template, with the values that only the new vendor knows replaced by the step that finds them.
 *
 * @returns the files, below the folder
 */
export async function scaffold(root: string, name: ConnectorName): Promise<string[]> {
  const template = join(root, 'pieces/_template');
  const target = join(root, 'pieces', name.kebab);
  const taken = await readdir(target).catch(() => null);
  if (taken)
    throw new ScriptError(
      `pieces/${name.kebab} is there already. Choose another name, or go on with it: npm test -- pieces/${name.kebab}`,
    );
  const files: string[] = [];
  for await (const file of glob('**/*.*', { cwd: template })) if (!LEFT_OUT.test(file)) files.push(file);
  for (const file of files.sort()) {
    const to = join(target, file);
    await mkdir(dirname(to), { recursive: true });
    if (file.endsWith('.svg')) await cp(join(template, file), to);
    else await writeFile(to, rename(takeSteps(file, await readFile(join(template, file), 'utf8')), name));
  }
  return files;
}

const REGION = /^( *)\/\/ <step (\d+): (.+)>\n([\s\S]*?)^ *\/\/ <\/step>\n/gm;

/** In source, the texts between the marks of a step become the step; in tests, what is between them becomes a comment. */
export function takeSteps(file: string, source: string): string {
  return source.replace(REGION, (_, indent: string, number: string, step: string, inside: string) => {
    if (file.endsWith('.test.ts'))
      return `${indent}// Step ${number}: ${step}. For example:\n${commented(inside, indent)}`;
    const told = `NEXT STEP ${number}: ${step};`;
    return inside.replace(
      /^(.*?)'(\/?)[^']*'(.*)$/gm,
      (__, before: string, slash: string, after: string) => `${before}'${slash}${told}'${after}`,
    );
  });
}

function commented(lines: string, indent: string): string {
  return lines.replaceAll(new RegExp(`^${indent}(?=.)`, 'gm'), `${indent}// `);
}

function rename(source: string, { kebab, camel, pascal, label }: ConnectorName): string {
  return source
    .replaceAll('@pebble/piece-template', `@pebble/piece-${kebab}`)
    .replaceAll('Acme Tasks', label)
    .replaceAll("'acme'", `'${kebab}'`)
    .replace(/\bacme(?![a-z])/g, camel)
    .replace(/\bAcme(?=[A-Z])/g, pascal)
    .replace(/\bAcme\b/g, label)
    .replace(/^The smallest connector that passes[^\n]*\n\n/m, 'What it does, in a sentence.\n\n');
}
