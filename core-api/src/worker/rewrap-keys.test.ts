import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY_RING, MASTER_KEY } from '../../test/key-ring.ts';
import { rawMail } from '../../test/mails.ts';
import { deadPayload, doorSecret, repairPayload } from '../crypto/contexts.ts';
import { sealInFirstLayout } from '../crypto/first-layout.ts';
import { KeyRing } from '../crypto/key-ring.ts';
import { openWhole, sealWhole } from '../crypto/sealed-whole.ts';
import { asOwner } from '../db/owner.ts';
import { startLetters, type Letters } from '../features/dead-letters/testing/letters.ts';
import { recordDeployment } from '../features/flows/deployments.ts';
import { SecretKeeper } from '../features/sources/sealed-secret.ts';
import { countByKey, rewrapTenant } from './rewrap-keys.ts';
import { FIRST_LAYOUT } from './sealed-columns.ts';

let test: Letters;
beforeAll(async () => {
  test = await startLetters();
});
afterAll(() => test.close());

const S1 = { kid: 's1', secret: randomBytes(32) };
const S2 = { kid: 's2', secret: randomBytes(32) };
const count = () => test.inTenant(countByKey);
const rewrap = (ring: KeyRing) => rewrapTenant(ring, test.inTenant);

interface Sealed {
  inbound_id: string;
  payload_key: Buffer | null;
  payload_sealed: Buffer;
}
const sealedOf = async (table: string, trackingId: string): Promise<Sealed> => {
  const [row] = await test.inTenant((tx) =>
    tx
      .sql<Sealed>(table)
      .where({ inbound_id: trackingId })
      .select('inbound_id', 'payload_key', 'payload_sealed'),
  );
  if (!row) throw new Error('there is such a row');
  return row as Sealed;
};
const open = (ring: KeyRing, { inbound_id, payload_key: key, payload_sealed: box }: Sealed) =>
  ring.open(deadPayload(test.ours.id, inbound_id), { key, box });

describe('a change of keys', () => {
  it('brings all that is sealed under the new key, whatever sealed it before', async () => {
    const letters = [];
    for (let at = 0; at < 60; at += 1) letters.push(await test.die({}, rawMail({ subject: `Mail ${at}` })));
    const [edited, old] = letters;
    if (!edited || !old) throw new Error('some have died');
    const edit = rawMail({ subject: 'Edited' });
    await test.put(edited.id, 1, { type: 'message/rfc822', bytes: edit });
    const first = sealInFirstLayout(MASTER_KEY, deadPayload(test.ours.id, old.trackingId), old.raw);
    await test.inTenant((tx) =>
      tx
        .sql('sync_errors')
        .where({ id: old.id })
        .update({ payload_sealed: first, payload_key: null, payload_key_id: null }),
    );
    const door = await doorSecrets();
    expect(await count()).toEqual({ [FIRST_LAYOUT]: 2, master: 61 });
    const before = await sealedOf('sync_errors', edited.trackingId);

    const ring = new KeyRing(MASTER_KEY, [S1]);
    expect(await rewrap(ring)).toEqual({ changed: 63, stuck: {} });
    expect(await count()).toEqual({ s1: 63 });
    // Without the master key's own: so nothing hangs on it any more.
    const alone = new KeyRing(randomBytes(32), [S1]);
    for (const { trackingId, raw } of letters) {
      expect(open(alone, await sealedOf('sync_errors', trackingId))).toEqual(raw);
    }
    const after = await sealedOf('sync_errors', edited.trackingId);
    expect(after.payload_sealed).toEqual(before.payload_sealed);
    const repair = await sealedOf('mail_repairs', edited.trackingId);
    const context = repairPayload(test.ours.id, edited.trackingId, 2);
    expect(alone.open(context, { key: repair.payload_key, box: repair.payload_sealed })).toEqual(edit);
    expect(await door.read(alone)).toEqual(['whsec_new', 'whsec_old']);
    expect(await rewrap(ring)).toEqual({ changed: 0, stuck: {} });
  });

  it('loses nothing while processes disagree which key is the current one', async () => {
    const { trackingId, raw } = await test.die();
    const [before, after] = [new KeyRing(MASTER_KEY, [S1, S2]), new KeyRing(MASTER_KEY, [S2, S1])];
    await Promise.all([rewrap(before), rewrap(after), rewrap(before), rewrap(after)]);
    for (const ring of [before, after])
      expect(open(ring, await sealedOf('sync_errors', trackingId))).toEqual(raw);
    await rewrap(after);
    expect(Object.keys(await count())).toEqual(['s2']);
  });

  it('goes past what does not open, and names the keys that are missing', async () => {
    const [fine, lost, broken] = [await test.die(), await test.die(), await test.die()];
    const gone = new KeyRing(MASTER_KEY, [{ kid: 'gone', secret: randomBytes(32) }]);
    const { key, box } = gone.seal(deadPayload(test.ours.id, lost.trackingId), lost.raw);
    const change = (id: string, row: object) =>
      test.inTenant((tx) => tx.sql('sync_errors').where({ id }).update(row));
    await change(lost.id, { payload_key: key, payload_sealed: box, payload_key_id: 'gone' });
    const moved = await sealedOf('sync_errors', fine.trackingId);
    await change(broken.id, { payload_key: moved.payload_key });
    const { changed, stuck } = await rewrap(
      new KeyRing(MASTER_KEY, [{ kid: 's3', secret: randomBytes(32) }, S2]),
    );
    expect(stuck).toEqual({ gone: 1, damaged: 1 });
    expect(changed).toBeGreaterThan(0);
    expect(await count()).toMatchObject({ gone: 1, master: 1 });
    expect((await test.request('POST', `${fine.id}/payload/`, {})).status).toBe(503);
  });
});

it('knows every column that holds something sealed', async () => {
  const { rows } = await asOwner(test.owner, (client) =>
    client.query<{ column: string }>(
      `SELECT table_name || '.' || column_name AS column FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name LIKE '%\\_sealed' ORDER BY 1`,
    ),
  );
  // Another one here belongs into sealed-columns.ts.
  expect(rows.map(({ column }) => column)).toEqual([
    'connections.secrets_sealed',
    'connections.session_sealed',
    'feed_pushes.registration_sealed',
    'flow_deployments.secret_sealed',
    'mail_accounts.password_sealed',
    'mail_repairs.payload_sealed',
    'sync_errors.payload_sealed',
    'webhook_secrets.secret_sealed',
  ]);
});

it('counts what other engines sign with, and brings it along: a key that opens it must not go', async () => {
  const keeper = new SecretKeeper(KEY_RING);
  const s4 = { kid: 's4', secret: randomBytes(32) };
  const { id } = await test.inTenant(async (tx) => {
    const version = await tx.sql<Version>('flow_versions').first('id', 'flow_id', 'version', 'content_hash');
    if (!version) throw new Error('the tenant has a flow');
    const remote = { id: 'x', url: null, webhookUrl: 'https://n8n.example/webhook/x', secret: 'whsec_x' };
    const before = (await countByKey(tx))['master'] ?? 0;
    const made = await recordDeployment(tx, keeper, { version, engine: 'n8n', deployedBy: 'us', remote });
    expect((await countByKey(tx))['master']).toBe(before + 1);
    return made;
  });
  const ring = new KeyRing(MASTER_KEY, [s4, S2, S1]);
  await rewrap(ring);
  await test.inTenant(async (tx) => {
    const row = await tx
      .sql<{ id: string; secret_sealed: Buffer }>('flow_deployments')
      .where({ id })
      .first('secret_sealed');
    const opened = openWhole(ring, doorSecret(test.ours.id, id), row?.secret_sealed ?? Buffer.alloc(0));
    expect(opened.toString()).toBe('whsec_x');
  });
  expect((await count())['s4']).toBeGreaterThan(0);
});

interface Version {
  id: string;
  flow_id: string;
  version: string;
  content_hash: string;
}

/** A webhook source with two secrets, of which one was sealed by the version before. */
async function doorSecrets() {
  const source = randomUUID();
  const [one, two] = [randomUUID(), randomUUID()];
  const at = (id: string) => doorSecret(test.ours.id, id);
  await test.inTenant(async (tx) => {
    const own = { tenant_id: test.ours.id };
    await tx
      .sql('webhook_sources')
      .insert({ ...own, id: source, name: 'Form', mode: 'live', enabled: true, rate_per_minute: 60 });
    await tx.sql('webhook_secrets').insert([
      {
        ...own,
        id: one,
        source_id: source,
        secret_sealed: sealWhole(KEY_RING, at(one), Buffer.from('whsec_new')),
      },
      {
        ...own,
        id: two,
        source_id: source,
        secret_sealed: sealInFirstLayout(MASTER_KEY, at(two), Buffer.from('whsec_old')),
      },
    ]);
  });
  return {
    read: (ring: KeyRing) =>
      test.inTenant(async (tx) => {
        const rows = await tx
          .sql<{ id: string; secret_sealed: Buffer }>('webhook_secrets')
          .whereIn('id', [one, two])
          .select();
        return rows.map(({ id, secret_sealed }) => openWhole(ring, at(id), secret_sealed).toString()).sort();
      }),
  };
}
