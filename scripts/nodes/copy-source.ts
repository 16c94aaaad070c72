import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

/** Where the source of the project goes in the package: the first rule that fits. */
const PLACES: readonly { from: RegExp; to: string }[] = [
  { from: /^pieces\/kit\/src\//, to: 'kit/' },
  { from: /^pieces\/([^/]+)\/src\//, to: 'connectors/$1/' },
  { from: /^core-api\/contract\/src\//, to: 'contract/' },
  { from: /^flows\/engine\/src\//, to: 'engine/' },
];

/** Our packages by their import, as their `exports` say. */
const PACKAGES: readonly { from: RegExp; to: string }[] = [
  { from: /^@pebble\/kit\/(.+)$/, to: 'pieces/kit/src/$1.ts' },
  { from: /^@pebble\/contract\/(.+)$/, to: 'core-api/contract/src/$1.ts' },
];

// n8n ships zod 3, which has all of zod 4 under this path; zod 4 has the path as well.
const FOREIGN: Readonly<Record<string, string>> = { zod: 'zod/v4' };

/**
 * Copies files and everything they import into the package: content by path below it. Reviewers read real source, so a copy is the
 * original with three changes: imports lead to the copies, a re-thrown error passes through `passOn`, and a head says where it is from.
 */
export async function copySource(root: string, entries: readonly string[]): Promise<Map<string, string>> {
  const copies = new Map<string, string>();
  const waiting = [...entries, 'pieces/kit/src/host/pass-on.ts'];
  const seen = new Set<string>();
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const { text, imports } = copyFile(file, await readFile(join(root, file), 'utf8'));
    copies.set(placeOf(file), text);
    waiting.push(...imports);
  }
  return copies;
}

/** `pieces/odoo/src/client.ts` is `connectors/odoo/client.ts` in the package. */
export function placeOf(file: string): string {
  const rule = PLACES.find(({ from }) => from.test(file));
  if (!rule) throw new Error(`${file} may not be part of the n8n package`);
  return file.replace(rule.from, rule.to);
}

function copyFile(file: string, source: string): { text: string; imports: string[] } {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const edits: { start: number; end: number; text: string }[] = [];
  const imports: string[] = [];
  for (const statement of tree.statements) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
    const specifier = statement.moduleSpecifier;
    if (!specifier || !ts.isStringLiteral(specifier)) continue;
    const target = targetOf(file, specifier.text);
    const place = target === null ? null : pathBetween(placeOf(file), placeOf(target));
    if (target !== null) imports.push(target);
    const text = place ?? FOREIGN[specifier.text] ?? specifier.text;
    edits.push({ start: specifier.getStart(), end: specifier.end, text: `'${text}'` });
  }
  const thrown = throwsInCatch(tree);
  for (const expression of thrown) {
    edits.push({
      start: expression.getStart(),
      end: expression.end,
      text: `passOn(${expression.getText()})`,
    });
  }
  const passOn = pathBetween(placeOf(file), placeOf('pieces/kit/src/host/pass-on.ts'));
  const head = `// Generated from ${file} by \`npm run nodes:generate\`: change it there.\n`;
  const extra = thrown.length > 0 ? `import { passOn } from '${passOn}';\n` : '';
  return { text: head + extra + apply(source, edits), imports };
}

/** The project's own file behind an import; null for a foreign package. */
function targetOf(file: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return join(dirname(file), specifier);
  const rule = PACKAGES.find(({ from }) => from.test(specifier));
  if (rule) return specifier.replace(rule.from, rule.to);
  if (specifier in FOREIGN) return null;
  throw new Error(`${file} imports ${specifier}, which no n8n node may do: use the kit, the contract or zod`);
}

function pathBetween(from: string, to: string): string {
  const path = relative(dirname(from), to).replace(/\.ts$/, '');
  return path.startsWith('.') ? path : `./${path}`;
}

/**
 * What is thrown inside a catch clause. n8n's rules want a NodeApiError there; a connector is host-neutral, and the runtime turns
 * whatever leaves it into one.
 */
function throwsInCatch(tree: ts.SourceFile): ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node, inCatch: boolean): void => {
    if (ts.isThrowStatement(node) && inCatch) found.push(node.expression);
    node.forEachChild((child) => visit(child, inCatch || ts.isCatchClause(node)));
  };
  visit(tree, false);
  return found;
}

function apply(source: string, edits: readonly { start: number; end: number; text: string }[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), source);
}
