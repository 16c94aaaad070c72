import {
  createMailAccount,
  deleteMailAccount,
  listMailAccounts,
  testMailAccount,
  updateMailAccount,
} from '@pebble/contract/mail-accounts';
import { newId } from '../../db/new-id.ts';
import { ApiProblem } from '../../http/problem.ts';
import { inTenant, plain, person, type Route } from '../../http/route.ts';
import { scopeOf } from '../../http/caller.ts';
import { appendEvent } from '../events/append-event.ts';
import { explained } from './constraint-problem.ts';
import { findAccount, showAccount, showAccounts, type AccountRow } from './mail-account-rows.ts';
import { demandMoveTarget } from './mail-account-rules.ts';
import type { SecretKeeper } from './sealed-secret.ts';
import { updateAccount, withoutCertificate } from './update-mail-account.ts';

/** What it takes to look at an account's server: all that a connection needs, and the password in the clear. */
export type LookAtAccount = (
  account: AccountRow,
  password: string,
) => Promise<{ ok: boolean; detail: string }>;

export function mailAccountRoutes(keeper: SecretKeeper, look: LookAtAccount): Route[] {
  return [
    inTenant(listMailAccounts, async (tx) => ({ items: await showAccounts(tx), next_cursor: null })),
    inTenant(createMailAccount, async (tx, call) => {
      const { user, password, ...settings } = call.body;
      demandMoveTarget(settings);
      const id = newId();
      const { tenantId } = tx.scope;
      const password_sealed = keeper.seal(tenantId, id, password);
      const row = { id, tenant_id: tenantId, ...settings, username: user, password_sealed };
      await explained(tx.sql('mail_accounts').insert(row));
      const data = { account_id: id, ...withoutCertificate({ ...settings, user }) };
      await appendEvent(tx, { type: 'mail_account.created', data });
      return showAccount(tx, id);
    }),
    inTenant(updateMailAccount, (tx, call) => updateAccount(tx, keeper, call.params.account_id, call.body)),
    inTenant(deleteMailAccount, async (tx, call) => {
      const id = call.params.account_id;
      const removed = await tx
        .sql('mail_accounts')
        .where({ id })
        .delete()
        .returning<{ name: string }[]>('name');
      if (!removed[0]) throw new ApiProblem('not_found');
      await appendEvent(tx, {
        type: 'mail_account.deleted',
        data: { account_id: id, name: removed[0].name },
      });
      return {};
    }),
    plain(testMailAccount, async (db, call, caller) => {
      const scope = scopeOf(person(caller), call.context.correlationId);
      // Read first and connect afterwards: a slow server must not hold a transaction open.
      const account = await db.withTenant(scope, (tx) => findAccount(tx, call.params.account_id));
      const password = keeper.unseal(scope.tenantId, account.id, account.password_sealed);
      const started = performance.now();
      const seen = await look(account, password);
      return { ...seen, duration_ms: Math.round(performance.now() - started) };
    }),
  ];
}
