import { glob, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FLOWS_ROOT } from './catalog.ts';
import { Case } from './engine/src/testing/replay-case.ts';

/** The recorded cases of a flow, by file name without its ending, in alphabetical order. Throws for a file that is no case. */
export async function loadCases(flowId: string, root = FLOWS_ROOT): Promise<Map<string, Case>> {
  const folder = join(root, flowId, 'cases');
  const files: string[] = [];
  for await (const file of glob('*.json', { cwd: folder })) files.push(file);
  const cases = files.sort().map(async (file): Promise<[string, Case]> => {
    const read = Case.safeParse(JSON.parse(await readFile(join(folder, file), 'utf8')));
    if (read.success) return [basename(file, '.json'), read.data];
    const issue = read.error.issues[0];
    throw new Error(`flows/${flowId}/cases/${file} is no case: ${issue?.path.join('.')}: ${issue?.message}`);
  });
  return new Map(await Promise.all(cases));
}
