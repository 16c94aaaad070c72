const RANDOM = `require('crypto').randomBytes(32).toString('base64')`;

/** Node makes the secrets because it is the one program that is surely there. */
const NEEDED: readonly [name: string, what: string, make: string][] = [
  ['DATABASE_URL', 'the PostgreSQL server', 'postgres://pebble:PASSWORD@db.example.com:5432/pebble'],
  ['PEBBLE_JWT_KEYS', 'signs the sign-in tokens', `node -p "'k1:' + ${RANDOM}"`],
  ['PEBBLE_MASTER_KEY', 'encrypts stored secrets; keep a copy', `node -p "${RANDOM}"`],
];

/** In production nothing is made up on the way: a secret on one machine's disk would lock the next machine out. */
export function missingInProduction(env: Readonly<Record<string, string | undefined>>): string | null {
  if (env['NODE_ENV'] !== 'production') return null;
  const missing = NEEDED.filter(([name]) => env[name] === undefined);
  if (missing.length === 0) return null;
  const lines = missing.map(([name, what, make]) => `  ${name}\n      ${what}; ${example(name)}: ${make}`);
  return `Pebble does not start in production (NODE_ENV=production) without:\n${lines.join('\n')}`;
}

function example(name: string): string {
  return name === 'DATABASE_URL' ? 'for example' : 'make one with';
}
