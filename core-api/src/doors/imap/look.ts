import type { ImapFlow } from 'imapflow';
import { connect, type ImapTarget } from './connect.ts';
import { explain } from './explain.ts';
import type { PrivateHosts } from '../../mail/private-hosts.ts';

const DEADLINE_MS = 15_000;

/** Signs in and looks at the folder, once, for a person who waits for the answer. Never throws. */
export async function lookAtFolder(
  target: ImapTarget & { folder: string },
  privateHosts: PrivateHosts,
): Promise<{ ok: boolean; detail: string }> {
  let client: ImapFlow | null = null;
  try {
    client = await connect(target, { privateHosts, timeoutMs: DEADLINE_MS });
    const late = setTimeout(() => client?.close(), DEADLINE_MS);
    try {
      const folder = await client.mailboxOpen(target.folder, { readOnly: true });
      return {
        ok: true,
        detail: `The folder ${target.folder} can be read and holds ${folder.exists} mails.`,
      };
    } finally {
      clearTimeout(late);
    }
  } catch (error) {
    const known = client !== null && error instanceof Error && 'responseStatus' in error;
    const detail = known ? noFolder(target.folder) : explain(error, target);
    return { ok: false, detail };
  } finally {
    client?.close();
  }
}

export function noFolder(folder: string): string {
  return `There is no folder ${folder} that the user may read.`;
}
