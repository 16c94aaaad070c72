import { parseArgs } from 'node:util';
import { Database } from '@pebble/core-api/db/database';
import { anchorPath, readAnchors } from '@pebble/core-api/features/audit/anchors';
import { deriveAuditKey } from '@pebble/core-api/features/audit/digest';
import { describeFinding } from '@pebble/core-api/features/audit/findings';
import { reportLines } from '@pebble/core-api/features/audit/report-lines';
import { verifyAudit } from '@pebble/core-api/features/audit/verify';
import { loadConfig } from '@pebble/core-api/runtime/config';
import { explainFailure, OperatorError } from '@pebble/core-api/runtime/operator-error';
import { applicationLogin, isWrongMasterKey, openServer, presentSecrets } from './lib/open-server.ts';

const USAGE = `Checks that the event log is as it was sealed: nothing altered, removed, inserted or cut off.

  npm run audit:verify [-- --tenant SLUG]

Exit code 0: intact. 1: there are findings. 2: it could not be checked.`;

async function main(): Promise<number> {
  const options = { tenant: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const config = loadConfig();
  const secrets = await presentSecrets(config);
  // Before anything else is read: an anchor written meanwhile would look like a cut end.
  const anchors = await readAnchors(anchorPath(config.dataDir));
  const server = await openServer(config, secrets);
  try {
    const db = new Database(await applicationLogin(server.owner, config, secrets), 2);
    try {
      const key = deriveAuditKey(secrets.masterKey);
      return await verify(db, { key, anchors }, values.tenant);
    } finally {
      await db.close();
    }
  } finally {
    await server.close();
  }
}

async function verify(
  db: Database,
  parts: Omit<Parameters<typeof verifyAudit>[0], 'db' | 'slug'>,
  slug: string | undefined,
): Promise<number> {
  if (slug !== undefined && !(await db.tenants()).some((tenant) => tenant.slug === slug)) {
    throw new OperatorError(`There is no tenant "${slug}".`);
  }
  const report = await verifyAudit({ db, ...parts, ...(slug === undefined ? {} : { slug }) }, (tenant) =>
    console.log(reportLines(tenant).join('\n')),
  );
  for (const finding of report.findings) console.log(describeFinding(finding));
  return report.intact ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(
    isWrongMasterKey(error)
      ? 'The database refuses the application login: this master key is not its own.'
      : explainFailure(error),
  );
  return 2;
});
