import { readdirSync, readFileSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../lib/root.mjs';
import { scratchFiles } from '../lib/testing/scratch.ts';
import { readConnectorName } from './connector-name.ts';
import { scaffold, takeSteps } from './scaffold.ts';

function copyOfTemplate(): string {
  const root = scratchFiles();
  cpSync(join(ROOT, 'pieces/_template'), join(root, 'pieces/_template'), { recursive: true });
  return root;
}

describe('a new connector', () => {
  test('has all that a connector needs, under its own names, and nothing of Acme', async () => {
    const root = copyOfTemplate();
    const files = await scaffold(root, readConnectorName('my-crm', 'My CRM'));
    expect(files).toEqual([
      'README.md',
      'icon.svg',
      'package.json',
      'src/auth.ts',
      'src/client.ts',
      'src/connector.test.ts',
      'src/connector.ts',
      'src/operations/put-task.ts',
      'src/schema.ts',
      'src/triggers/task-changed.test.ts',
      'src/triggers/task-changed.ts',
    ]);
    const text = (file: string) => readFileSync(join(root, 'pieces/my-crm', file), 'utf8');
    expect(JSON.parse(text('package.json'))).toMatchObject({
      name: '@pebble/piece-my-crm',
      version: '0.1.0',
    });
    expect(text('src/connector.ts')).toContain("name: 'my-crm',\n  label: 'My CRM',");
    expect(text('src/connector.ts')).toContain('export const myCrm = defineConnector({');
    expect(text('src/operations/put-task.ts')).toContain('(myCrm: MyCrmClient,');
    expect(text('README.md')).toMatch(/^# My CRM\n/);
    for (const file of files.filter((one) => !one.endsWith('.svg'))) {
      expect(text(file), file).not.toMatch(/acme|<\/?step|_template|piece-template/i);
    }
  });

  test('begins with every step of the template, in the files that the steps name', async () => {
    const root = copyOfTemplate();
    await scaffold(root, readConnectorName('other'));
    const text = (file: string) => readFileSync(join(root, 'pieces/other/src', file), 'utf8');
    expect(text('auth.ts')).toMatch(/header: 'NEXT STEP 1: [^']+;',\n +help: 'NEXT STEP 1: /);
    expect(text('auth.ts')).toMatch(/probe: '\/NEXT STEP 2: [^']+;'/);
    expect(text('client.ts')).toMatch(/const TASKS = '\/NEXT STEP 3: [^']+;';/);
    expect(text('connector.test.ts')).toMatch(/ {4}\/\/ Step 4: .+ For example:\n {4}\/\/ put_task: \{/);
    expect(text('connector.test.ts')).toMatch(/ {4}\/\/ Step 5: .+ For example:\n {4}\/\/ task_changed: \{/);
  });

  test('is not made over one that is there', async () => {
    const root = copyOfTemplate();
    const name = readConnectorName('other');
    await scaffold(root, name);
    await expect(scaffold(root, name)).rejects.toThrow('go on with it: npm test -- pieces/other');
    expect(readdirSync(join(root, 'pieces')).sort()).toEqual(['_template', 'other']);
  });
});

test('marks of a step are taken with what is between them', () => {
  const source = "a\n  // <step 7: do it>\n  x: '/old',\n  y: 3,\n  // </step>\nb\n";
  expect(takeSteps('a.ts', source)).toBe("a\n  x: '/NEXT STEP 7: do it;',\n  y: 3,\nb\n");
  expect(takeSteps('a.test.ts', source)).toBe(
    "a\n  // Step 7: do it. For example:\n  // x: '/old',\n  // y: 3,\nb\n",
  );
});

describe('a name', () => {
  test.each([
    ['acme', { kebab: 'acme', camel: 'acme', pascal: 'Acme', label: 'Acme' }],
    ['my-crm-2', { kebab: 'my-crm-2', camel: 'myCrm2', pascal: 'MyCrm2', label: 'My Crm 2' }],
  ])('%s is read', (given, name) => {
    expect(readConnectorName(given)).toEqual(name);
  });
  test.each([
    ['MyCrm', 'Try: npm run new:connector -- my-crm'],
    ['my_crm', 'Try: npm run new:connector -- my-crm'],
    ['my--crm', 'Try: npm run new:connector -- my-crm'],
    ['../evil', 'Try: npm run new:connector -- evil'],
    ['2crm', 'Try: npm run new:connector -- crm'],
    ['--', 'small letters'],
    ['', 'small letters'],
    ['delete', 'npm run new:connector -- delete-app'],
    ['auth', 'npm run new:connector -- auth-app'],
    ['date-time', 'date-time-app'],
    ['kit', 'kit-app'],
    ['x'.repeat(41), 'longer than 40'],
  ])('%j is refused, with what to do', (given, words) => {
    expect(() => readConnectorName(given)).toThrow(words);
  });
  test.each(["Ada's", 'a\nb', '', ' x ', 'x'.repeat(61), '`${x}`'])('the label %j is refused', (label) => {
    expect(() => readConnectorName('acme', label)).toThrow('without quotes');
  });
});
