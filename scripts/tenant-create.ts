import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { hashPassword } from '@pebble/core-api/features/auth/password';
import { createTenant } from '@pebble/core-api/features/tenants/create-tenant';
import { systemScope } from '@pebble/core-api/db/scope';
import { Database } from '@pebble/core-api/db/database';
import { openStorage } from '@pebble/core-api/db/open-storage';
import { loadConfig } from '@pebble/core-api/runtime/config';
import { explainFailure, OperatorError } from '@pebble/core-api/runtime/operator-error';
import { loadSecrets } from '@pebble/core-api/runtime/secrets';
import { installFlows } from '@pebble/core-api/worker/start-worker';
import { migrateQueue } from '@pebble/core-api/worker/postgres-transport';
import { loadCatalog } from '@pebble/flows/catalog';
import { v7 as uuid } from 'uuid';

const USAGE = `Creates an organisation with its first admin, on the database of DATABASE_URL or on the embedded one (stop Pebble first).

  npm run tenant:create -- --slug acme --name "Acme Ltd" --entity main [--entity gulf] \\
      [--mailbox main=sales@acme.example] --admin you@acme.example`;

interface Draft {
  slug: string;
  name: string;
  entities: { slug: string; name: string; mailboxes: string[] }[];
  admin: string;
}

function readDraft(): Draft {
  const text = { type: 'string' } as const;
  const many = { type: 'string', multiple: true } as const;
  const { values } = parseArgs({
    options: { slug: text, name: text, admin: text, entity: many, mailbox: many },
  });
  const { slug, name, admin, entity = ['main'], mailbox = [] } = values;
  if (!slug || !name || !admin) throw new OperatorError(USAGE);
  const boxes = mailbox.map((pair) => pair.split('=', 2));
  const stray = boxes.find(([owner = '', address]) => !entity.includes(owner) || !address?.includes('@'));
  if (stray)
    throw new OperatorError(
      `--mailbox ${stray.join('=')} is not of the form entity=address with an entity named here.`,
    );
  const entities = entity.map((one) => ({
    slug: one,
    name: `${name} ${one}`,
    mailboxes: boxes.flatMap(([owner, address = '']) => (owner === one ? [address] : [])),
  }));
  return { slug, name, admin, entities };
}

async function create(draft: Draft): Promise<string> {
  const config = loadConfig();
  const secrets = await loadSecrets(config);
  const storage = await openStorage({ ...config, ...secrets, alsoMigrate: migrateQueue });
  const db = new Database(storage.app);
  try {
    if ((await db.tenants()).some((tenant) => tenant.slug === draft.slug)) {
      throw new OperatorError(`There is an organisation called "${draft.slug}" already.`);
    }
    if (await db.findUser(draft.admin))
      throw new OperatorError('That e-mail address signs in to another organisation.');
    const password = randomBytes(15).toString('base64url');
    const users = [
      {
        email: draft.admin,
        name: 'Admin',
        role: 'admin' as const,
        entities: [],
        passwordHash: await hashPassword(password),
      },
    ];
    await db.withTenant(systemScope(uuid(), 'console', uuid()), (tx) =>
      createTenant(tx, { ...draft, users }),
    );
    await installFlows(db, await loadCatalog(), uuid());
    return password;
  } finally {
    await db.close();
    await storage.close();
  }
}

try {
  const draft = readDraft();
  const password = await create(draft);
  console.log(
    `${draft.name} is there. Sign in as ${draft.admin} with the password ${password} (shown only now).`,
  );
} catch (error) {
  console.error(explainFailure(error));
  process.exitCode = 1;
}
