import type { updateMailAccount } from '@pebble/contract/mail-accounts';
import type { Body, ReplyInput } from '@pebble/contract/endpoint';
import type { TenantTx } from '../../db/with-tenant.ts';
import { appendEvent } from '../events/append-event.ts';
import { changesOf } from './changes.ts';
import { explained } from './constraint-problem.ts';
import { lockAccount, showAccount } from './mail-account-rows.ts';
import { beginsAnew, demandMoveTarget, demandPassword, readsElsewhere } from './mail-account-rules.ts';
import type { SecretKeeper } from './sealed-secret.ts';

type Update = typeof updateMailAccount;

/** @throws ApiProblem not_found, already_exists, invalid_request */
export async function updateAccount(
  tx: TenantTx,
  keeper: SecretKeeper,
  id: string,
  { user, password, ...settings }: Body<Update>,
): Promise<ReplyInput<Update>> {
  const before = await lockAccount(tx, id);
  const wanted = { ...settings, ...(user === undefined ? {} : { username: user }) };
  const changes = changesOf(before, wanted);
  const readsAgain = wanted.start_from !== undefined;
  if (!changes && !readsAgain && password === undefined) {
    tx.unchanged = true;
    return showAccount(tx, id);
  }
  demandPassword(before, wanted, password);
  demandMoveTarget({
    after_accept: wanted.after_accept ?? before.after_accept,
    move_to: wanted.move_to === undefined ? before.move_to : wanted.move_to,
  });
  const sealed =
    password === undefined ? {} : { password_sealed: keeper.seal(tx.scope.tenantId, id, password) };
  // A new revision ends the running reader, which then starts with the new settings and without the old complaint.
  const fresh = {
    ...{ revision: before.revision + 1, last_error: null, notice: null },
    ...(beginsAnew(before, wanted) ? { start_said_at: tx.sql.fn.now() } : {}),
  };
  await explained(
    tx
      .sql('mail_accounts')
      .where({ id })
      .update({ ...wanted, ...sealed, ...fresh }),
  );
  const cursors = tx.sql('mail_cursors').where({ account_id: id });
  if (readsElsewhere(before, wanted)) await cursors.delete();
  else if (readsAgain) await cursors.where({ mode: wanted.mode ?? before.mode }).delete();
  const data = {
    account_id: id,
    before: withoutCertificate(changes?.before ?? {}),
    after: withoutCertificate(changes?.after ?? {}),
    password_changed: password !== undefined,
    reads_again: readsAgain,
  };
  await appendEvent(tx, { type: 'mail_account.changed', data });
  return showAccount(tx, id);
}

/** A certificate is long and says nothing to a reader of the log. */
export function withoutCertificate(settings: Record<string, unknown>): Record<string, unknown> {
  return settings['ca'] ? { ...settings, ca: 'given' } : settings;
}
