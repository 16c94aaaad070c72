import { ScriptError } from '../lib/script-error.mjs';

/** The ways in which a connector is called. */
export interface ConnectorName {
  /** Folder, and the last part of the package: `my-crm`. */
  kebab: string;
  /** In code: `myCrm`. */
  camel: string;
  /** Of a type: `MyCrm`. */
  pascal: string;
  /** For people: `My Crm`. */
  label: string;
}

/** Words that mean something else in the files of a connector, or in the language. */
const SPOKEN_FOR: ReadonlySet<string> = new Set([
  ...['auth', 'body', 'client', 'connector', 'cursor', 'dateTime', 'due', 'expect', 'from', 'http', 'index'],
  ...['key', 'kit', 'operation', 'record', 'records', 'reply', 'request', 'schema', 'send', 'task', 'tasks'],
  ...['template', 'test', 'text', 'title', 'dist', 'node_modules'],
  ...['await', 'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default', 'delete', 'do'],
  ...[
    'else',
    'enum',
    'export',
    'extends',
    'false',
    'finally',
    'for',
    'function',
    'if',
    'import',
    'in',
    'new',
  ],
  ...[
    'instanceof',
    'interface',
    'let',
    'null',
    'package',
    'private',
    'protected',
    'public',
    'return',
    'static',
  ],
  ...[
    'super',
    'switch',
    'this',
    'throw',
    'true',
    'try',
    'typeof',
    'undefined',
    'var',
    'void',
    'while',
    'with',
  ],
  ...['yield', 'async', 'arguments', 'eval'],
]);

/** Reads a name that a person has typed. Throws ScriptError that says which name would do. */
export function readConnectorName(given: string, label?: string): ConnectorName {
  const suggested = given
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '');
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(given)) {
    const better = suggested ? ` Try: npm run new:connector -- ${suggested}` : '';
    throw new ScriptError(
      `"${given}" is no name of a connector: write it in small letters, as in my-crm.${better}`,
    );
  }
  if (given.length > 40) throw new ScriptError(`"${given}" is longer than 40 letters; hosts cut it.`);
  const camel = given.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  if (SPOKEN_FOR.has(camel)) {
    throw new ScriptError(
      `"${given}" means something else in code. Add a word: npm run new:connector -- ${given}-app`,
    );
  }
  const words = given.split('-').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  const shown = label ?? words.join(' ');
  if (!/^[^'"`\\<>$;\n\r]{1,60}$/.test(shown) || shown !== shown.trim())
    throw new ScriptError(
      `The label ${JSON.stringify(shown)} must be one line of at most 60 letters, without quotes.`,
    );
  return { kebab: given, camel, pascal: camel.slice(0, 1).toUpperCase() + camel.slice(1), label: shown };
}
