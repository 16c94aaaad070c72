import { spawnSync } from 'node:child_process';
import { lstat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { SERVER_ENVIRONMENT } from './environment.ts';
import { EmbeddedPostgresError } from './errors.ts';

/** How Postgres, which refuses to run as root, is run by whoever we are. */
export interface RunAs {
  /** Put in front of the command line of initdb and postgres. */
  prefix: readonly string[];
  /** The user that must own the data directory, where that is not the one we run as. */
  owner?: Owner;
}

export interface Owner {
  uid: number;
  gid: number;
}

export const NOBODY: Owner = { uid: 65_534, gid: 65_534 };

export const asOurselves: RunAs = { prefix: [] };

/** Shows us to Postgres as "nobody", while files stay ours. So it works inside private directories such as /root. */
export const inUserNamespace: RunAs = {
  prefix: ['unshare', '--user', `--map-user=${NOBODY.uid}`, `--map-group=${NOBODY.gid}`],
};

/**
 * For root where user namespaces are forbidden, as in most containers. The kept capability lets the other user reach
 * its files inside directories that only root may enter; the bit keeps it valid for access(2) too, with which Postgres
 * looks for its own programs.
 */
export function asOtherUser(owner: Owner): RunAs {
  const become = ['--reuid', String(owner.uid), '--regid', String(owner.gid), '--clear-groups'];
  const keep = ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'];
  return { prefix: ['setpriv', ...become, ...keep, '--securebits', '+no_setuid_fixup'], owner };
}

/**
 * Picks the way that works here. Data that belongs to an ordinary user is served as that user, so that one start as
 * root does not lock its owner out.
 *
 * @throws EmbeddedPostgresError when there is none
 */
export async function chooseRunAs(dataDir: string, postgres: string): Promise<RunAs> {
  const uid = process.getuid?.() ?? -1;
  if (uid !== 0 && hasAccount()) return asOurselves;
  const owner = await ownerOf(dataDir);
  const ways = uid === 0 ? [inUserNamespace, asOtherUser(NOBODY)] : [inUserNamespace];
  if (uid === 0 && owner && owner.uid !== 0) ways.unshift(asOtherUser(owner));
  const way = ways.find(({ prefix }) => works([...prefix, postgres, '--version']));
  if (way) return way;
  throw new EmbeddedPostgresError(
    `Postgres does not run as ${uid === 0 ? 'root' : `user id ${uid}, which has no account`}, and this machine ` +
      'allows no way around that (user namespaces or setpriv); start as an ordinary user or set DATABASE_URL',
  );
}

/** initdb looks its user up in the account list, where an arbitrary container user is missing. */
function hasAccount(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

async function ownerOf(path: string): Promise<Owner | null> {
  const found = await lstat(path).catch(() => null);
  return found && { uid: found.uid, gid: found.gid };
}

function works([program, ...args]: string[]): boolean {
  return (
    program !== undefined &&
    spawnSync(program, args, { stdio: 'ignore', env: SERVER_ENVIRONMENT }).status === 0
  );
}
