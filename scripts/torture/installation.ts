import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../lib/root.mjs';
import type { Mailbox } from './plan.ts';

/** A tenant and how to sign in to it. */
export interface SignIn {
  tenant: string;
  email: string;
  password: string;
}

const ENTITIES = ['north', 'south'];

export function mailboxesOf(tenant: string): Mailbox[] {
  return ENTITIES.map((entity) => ({ tenant, entity, address: `sales@${entity}.${tenant}.example` }));
}

/** Creates a tenant by the command that operators use, which also brings the schema up to date. */
export async function createTenant(tenant: string, env: NodeJS.ProcessEnv): Promise<SignIn> {
  const email = `admin@${tenant}.example`;
  const entities = ENTITIES.flatMap((entity) => ['--entity', entity]);
  const mailboxes = mailboxesOf(tenant).flatMap(({ entity, address }) => [
    '--mailbox',
    `${entity}=${address}`,
  ]);
  const who = ['--slug', tenant, '--name', `Torture ${tenant}`, '--admin', email];
  const { stdout } = await run('scripts/tenant-create.ts', [...who, ...entities, ...mailboxes], env);
  const password = /with the password (\S+)/.exec(stdout)?.[1];
  if (password === undefined) throw new Error(`tenant-create printed no password:\n${stdout}`);
  return { tenant, email, password };
}

/** The command that auditors use. Returns what it found wrong; null when the chain is intact. */
export async function verifyAudit(env: NodeJS.ProcessEnv): Promise<string | null> {
  try {
    await run('scripts/audit-verify.ts', [], env);
    return null;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return `${stdout}${stderr}`.trim() || String(error);
  }
}

function run(script: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ stdout: string }> {
  return promisify(execFile)(process.execPath, [join(ROOT, script), ...args], { cwd: ROOT, env });
}
