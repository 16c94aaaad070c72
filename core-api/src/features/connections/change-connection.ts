import type { Body, ReplyInput } from '@pebble/contract/endpoint';
import type { updateConnection } from '@pebble/contract/connections';
import type { TenantTx } from '../../db/with-tenant.ts';
import { appendEvent } from '../events/append-event.ts';
import { changesOf } from '../sources/changes.ts';
import { explained } from '../sources/constraint-problem.ts';
import type { SecretKeeper } from '../sources/sealed-secret.ts';
import { lockConnection, secretsOf, showConnection, toColumns } from './connection-rows.ts';
import { authNamed, type Connectors } from './connectors.ts';
import { changeValues, sameValues, splitValues } from './credential-values.ts';

type Update = typeof updateConnection;

/** @throws ApiProblem not_found, already_exists, invalid_request */
export async function changeConnection(
  tx: TenantTx,
  { keeper, connectors }: { keeper: SecretKeeper; connectors: Connectors },
  id: string,
  wanted: Body<Update>,
): Promise<ReplyInput<Update>> {
  const row = await lockConnection(tx, id);
  const { tenantId } = tx.scope;
  const auth = authNamed(connectors.installed(row.connector), wanted.auth ?? row.auth);
  const before = { plain: row.plain, secrets: secretsOf(keeper, tenantId, row) };
  const given = wanted.values ?? {};
  // Another way to sign in has other fields, and nothing of the old one is carried over.
  const after =
    auth.name === row.auth
      ? wanted.values === undefined
        ? before
        : changeValues(auth, before, given)
      : splitValues(auth, given);
  const secretsChanged = !sameValues(before.secrets, after.secrets);
  const named = { name: wanted.name, auth: auth.name, values: after.plain };
  const changes = changesOf({ name: row.name, auth: row.auth, values: row.plain }, named);
  if (!changes && !secretsChanged) {
    tx.unchanged = true;
    return showConnection(tx, id);
  }
  const credentialChanged =
    secretsChanged || auth.name !== row.auth || !sameValues(before.plain, after.plain);
  // The session is that of the old credential.
  const fresh = {
    ...toColumns(keeper, tenantId, id, after),
    ...{ session_sealed: null, session_until: null, signing_in: null, signing_in_until: null },
    session_revision: row.session_revision + 1,
  };
  await explained(
    tx
      .sql('connections')
      .where({ id })
      .update({ name: wanted.name ?? row.name, auth: auth.name, ...(credentialChanged ? fresh : {}) }),
  );
  // Its readers begin anew with the new credential, and without the old complaint.
  if (credentialChanged) {
    await tx
      .sql('mail_feeds')
      .where({ connection_id: id })
      .update({ revision: tx.sql.raw('revision + 1'), last_error: null });
  }
  const data = { connection_id: id, ...(changes ?? {}), secrets_changed: secretsChanged };
  await appendEvent(tx, { type: 'connection.changed', data });
  return showConnection(tx, id);
}
