import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import ts from 'typescript-eslint';

/**
 * The import direction, one zone for each arrow that must not exist:
 * contract <- pieces/kit <- pieces/* <- flows, and core-api only meets a piece through flows/pieces.ts.
 */
const zones = [
  zone(
    'core-api/contract',
    ['core-api/src', 'pieces', 'flows', 'nodes', 'kanban-ui'],
    'the contract depends on nobody',
  ),
  zone('pieces/kit', ['core-api/src', 'flows', 'nodes', 'kanban-ui'], 'the kit knows the contract only'),
  zone(
    'pieces',
    ['core-api/src', 'flows', 'nodes', 'kanban-ui'],
    'a piece knows the kit and the contract only',
  ),
  zone('flows', ['core-api/src', 'nodes', 'kanban-ui'], 'flows know pieces, kit and contract'),
  zone('core-api/src', ['nodes', 'kanban-ui'], 'the core knows no front end and no foreign host'),
  // The port types of the kit are shared vocabulary; a single piece is not.
  {
    target: 'core-api/src',
    from: 'pieces',
    except: ['./kit'],
    message: 'the core meets pieces only through the flow engine',
  },
  zone('kanban-ui', ['core-api/src', 'pieces', 'flows', 'nodes'], 'the UI knows the contract only'),
  // The flow engine enters the core at its composition root and nowhere else.
  {
    target: ['core-api/src/http', 'core-api/src/features', 'core-api/src/db'],
    from: ['flows'],
    message: 'only the worker and the composition root know the flow engine',
  },
  {
    target: 'kanban-ui/src/features/!(shared)',
    from: 'kanban-ui/src/app',
    message: 'features do not know the shell',
  },
];

function zone(target, from, message) {
  return { target, from, message };
}

export default ts.config(
  // nodes/ is linted by n8n's own rules: npm run test:nodes.
  { ignores: ['**/dist/', '**/dist-types/', '**/node_modules/', '.pebble/', 'nodes/'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  importX.flatConfigs.recommended,
  importX.flatConfigs.typescript,
  {
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver({ noWarnOnMultipleProjects: true })],
    },
    languageOptions: { globals: globals.node },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-named-as-default-member': 'off',
      'import-x/no-named-as-default': 'off',
      'no-console': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    // A connector is host-neutral: no Node, no timer, no environment, no network of its own.
    files: ['pieces/*/src/**/*.ts', 'core-api/contract/src/**/*.ts'],
    ignores: ['**/*.test.ts', 'pieces/kit/src/testing/**'],
    languageOptions: { globals: globals.es2024 },
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^node:', message: 'connectors run in every host' }] },
      ],
      'no-restricted-globals': [
        'error',
        'process',
        'setTimeout',
        'setInterval',
        'setImmediate',
        'fetch',
        'globalThis',
        'Buffer',
      ],
    },
  },
  {
    // Activepieces' framework is met in one place. A rule of its own, because `no-restricted-imports` is spoken for above.
    files: ['**/*.ts', '**/*.tsx'],
    ignores: ['pieces/kit/activepieces/to-piece.ts', '**/*.test.ts', '**/testing/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: ':matches(ImportDeclaration, ImportExpression)[source.value=/^@activepieces\\u002f/]',
          message: 'toPiece() alone knows Activepieces',
        },
      ],
    },
  },
  {
    files: ['core-api/src/**/*.ts'],
    ignores: ['core-api/src/db/**', '**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'knex', allowTypeImports: true, message: 'withTenant is the only way to a table' },
            { name: 'pg', allowTypeImports: true, message: 'withTenant is the only way to a table' },
          ],
        },
      ],
    },
  },
  { files: ['scripts/**', 'bench/**'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', '**/test/**', '**/testing/**'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    files: ['kanban-ui/**/*.{ts,tsx}'],
    languageOptions: { globals: globals.browser },
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'max-lines-per-function': ['error', { max: 90, skipBlankLines: true, skipComments: true }],
    },
  },
);
