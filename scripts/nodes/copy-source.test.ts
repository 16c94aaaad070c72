import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { copySource, placeOf } from './copy-source.ts';

async function projectOf(files: Record<string, string>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'copy-source-'));
  const all = { 'pieces/kit/src/host/pass-on.ts': 'export const passOn = 1;\n', ...files };
  for (const [file, text] of Object.entries(all)) {
    await mkdir(join(root, dirname(file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
  return root;
}

test('a connector comes with everything it imports, and imports lead to the copies', async () => {
  const root = await projectOf({
    'pieces/acme/src/connector.ts': `import { text } from '@pebble/kit/field';
import type { Mail } from '@pebble/contract/mails';
import { client } from './client.ts';
export const acme = { text, client } as unknown as Mail;
`,
    'pieces/acme/src/client.ts': 'export const client = 1;\n',
    'pieces/kit/src/field.ts': 'export const text = 2;\n',
    'core-api/contract/src/mails.ts': `import { z } from 'zod';\nexport type Mail = z.ZodType;\n`,
    'pieces/acme/src/unused.ts': 'export const unused = 3;\n',
  });
  const copies = await copySource(root, ['pieces/acme/src/connector.ts']);
  expect([...copies.keys()].sort()).toEqual([
    ...['connectors/acme/client.ts', 'connectors/acme/connector.ts', 'contract/mails.ts'],
    ...['kit/field.ts', 'kit/host/pass-on.ts'],
  ]);
  expect(copies.get('connectors/acme/connector.ts')).toBe(
    `// Generated from pieces/acme/src/connector.ts by \`npm run nodes:generate\`: change it there.
import { text } from '../../kit/field';
import type { Mail } from '../../contract/mails';
import { client } from './client';
export const acme = { text, client } as unknown as Mail;
`,
  );
  expect(copies.get('contract/mails.ts')).toContain("from 'zod/v4'");
});

test('what is thrown in a catch clause says that it is meant, and nothing else changes', async () => {
  const source = `export function read(text: string): unknown {
  if (text === '') throw new Error('empty');
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('no JSON');
  }
}
`;
  const root = await projectOf({ 'pieces/acme/src/connector.ts': source });
  const copy = (await copySource(root, ['pieces/acme/src/connector.ts'])).get('connectors/acme/connector.ts');
  expect(copy).toContain("throw passOn(new Error('no JSON'));");
  expect(copy).toContain("throw new Error('empty');");
  expect(copy).toContain("import { passOn } from '../../kit/host/pass-on';");
});

test('what no node may import is refused by name', async () => {
  const root = await projectOf({
    'pieces/acme/src/connector.ts': `import { got } from 'got';\nexport { got };\n`,
  });
  await expect(copySource(root, ['pieces/acme/src/connector.ts'])).rejects.toThrow(
    'pieces/acme/src/connector.ts imports got, which no n8n node may do',
  );
  expect(() => placeOf('core-api/src/core.ts')).toThrow('may not be part of the n8n package');
});
