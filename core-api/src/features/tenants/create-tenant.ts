import { HQ_ROLES, type Role } from '@pebble/contract/roles';
import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { appendEvent } from '../events/append-event.ts';
import { DEFAULT_BOARDS } from './default-boards.ts';

export interface NewEntity {
  slug: string;
  name: string;
  /** Addresses whose mail belongs to this entity. */
  mailboxes: readonly string[];
}

export interface NewUser {
  email: string;
  name: string;
  role: Exclude<Role, 'flow'>;
  /** Slugs of the entities in scope; ignored for HQ roles, which see all. */
  entities: readonly string[];
  passwordHash: string;
}

/**
 * Creates a tenant with its legal entities, people and the default boards. Run it in a transaction whose scope is the new
 * tenant's id: the policies let a tenant be born only into its own scope.
 */
export async function createTenant(
  tx: TenantTx,
  draft: { slug: string; name: string; entities: readonly NewEntity[]; users: readonly NewUser[] },
): Promise<void> {
  const tenant_id = tx.scope.tenantId;
  await tx.sql('tenants').insert({ id: tenant_id, slug: draft.slug, name: draft.name });
  const entityIds = await insertEntities(tx, draft.entities);
  for (const user of draft.users) await insertUser(tx, user, entityIds);
  for (const [position, board] of DEFAULT_BOARDS.entries()) await insertBoard(tx, board, position);
  await appendEvent(tx, { type: 'tenant.created', data: { slug: draft.slug } });
}

async function insertEntities(tx: TenantTx, entities: readonly NewEntity[]): Promise<Map<string, string>> {
  const tenant_id = tx.scope.tenantId;
  const ids = new Map(entities.map((entity) => [entity.slug, newId()]));
  await tx
    .sql('entities')
    .insert(
      entities.map(({ slug, name }, position) => ({ id: idOf(ids, slug), tenant_id, slug, name, position })),
    );
  const mailboxes = entities.flatMap(({ slug, mailboxes }) =>
    mailboxes.map((address) => ({
      id: newId(),
      tenant_id,
      entity_id: idOf(ids, slug),
      address: address.toLowerCase(),
    })),
  );
  if (mailboxes.length > 0) await tx.sql('mailboxes').insert(mailboxes);
  return ids;
}

async function insertUser(tx: TenantTx, user: NewUser, entityIds: Map<string, string>): Promise<void> {
  const tenant_id = tx.scope.tenantId;
  const id = newId();
  await tx.sql('users').insert({
    id,
    tenant_id,
    email: user.email.toLowerCase(),
    name: user.name,
    password_hash: user.passwordHash,
  });
  const scopes = HQ_ROLES.includes(user.role) ? [null] : user.entities.map((slug) => idOf(entityIds, slug));
  await tx
    .sql('memberships')
    .insert(scopes.map((entity_id) => ({ id: newId(), tenant_id, user_id: id, role: user.role, entity_id })));
}

async function insertBoard(
  tx: TenantTx,
  board: (typeof DEFAULT_BOARDS)[number],
  position: number,
): Promise<void> {
  const tenant_id = tx.scope.tenantId;
  const board_id = newId();
  const { key, name, stream } = board;
  await tx.sql('boards').insert({ id: board_id, tenant_id, key, name, stream, position });
  const ids = new Map(board.columns.map((column) => [column.key, newId()]));
  await tx.sql('board_columns').insert(
    board.columns.map((column, index) => ({
      id: idOf(ids, column.key),
      tenant_id,
      board_id,
      key: column.key,
      name: column.name,
      position: index,
      is_triage: column.triage ?? false,
      is_terminal: column.terminal ?? false,
    })),
  );
  await tx.sql('column_transitions').insert(
    board.columns.flatMap((column) =>
      column.to.map((to) => ({
        tenant_id,
        board_id,
        from_column_id: idOf(ids, column.key),
        to_column_id: idOf(ids, to),
      })),
    ),
  );
}

function idOf(ids: Map<string, string>, key: string): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`"${key}" is not declared here`);
  return id;
}
