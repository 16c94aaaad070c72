import { drive } from './drive.ts';
import { sender } from './mail.ts';
import type { Rig } from './rig.ts';

/** Hands mails over to an API process that is there for this only; nobody works on them yet. */
export async function fill(rig: Rig, tenant: number, mails: number): Promise<void> {
  const signIn = rig.tenants[tenant];
  if (!signIn) throw new Error('no such tenant');
  // Nothing is carried to the queue while it waits: the workers find it all in the outbox.
  const api = await rig.start('api');
  const posting = await sender(api.ready ?? '', signIn, 32);
  await drive(32, mails, posting.post);
  await posting.close();
  await api.stop();
}
