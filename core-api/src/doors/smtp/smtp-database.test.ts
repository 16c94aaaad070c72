import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { rawMail } from '../../../test/mails.ts';
import { createTestCore } from '../../../test/test-core.ts';
import { startTestWorker } from '../../../test/test-worker.ts';
import { until } from '../../../test/until.ts';
import { RawSmtp } from './testing/raw-smtp.ts';
import { idsOf, sendMail, startTestSmtp, takeDatabaseAway } from './testing/smtp-fixture.ts';

const NORTH = 'sales@north.ours.example';

describe('when the database is away', () => {
  it('between the recipients and the end of the mail, the client is asked to come back, and then there is one card', async () => {
    const own = await createTestCore();
    const door = await startTestSmtp(own);
    const from = `${randomUUID()}@buyer.example`;
    const raw = rawMail({ from });
    const client = await RawSmtp.connect(door.port);
    expect(await client.begin(NORTH)).toMatch(/^354/);
    const giveBack = await takeDatabaseAway(own);
    client.socket.write(Buffer.from(raw));
    expect(await client.send('.')).toMatch(/^451/);
    expect(await client.send('MAIL FROM:<ada@buyer.example>')).toMatch(/^250/);
    expect(await client.send(`RCPT TO:<${NORTH}>`)).toMatch(/^451/);
    await giveBack();
    const ownWorker = await startTestWorker(own);
    const { response } = await until(() =>
      sendMail(door.port, raw, { to: NORTH }).catch((error: { responseCode?: number }) => {
        if (error.responseCode !== 451) throw error;
        return undefined;
      }),
    );
    expect(await ownWorker.outcome(idsOf(response)[0] ?? '')).toMatchObject({ state: 'done' });
    const cards = await own.db.withTenant(own.ours.scope, (tx) => tx.sql('cards').select('id'));
    expect(cards).toHaveLength(1);
    client.close();
    await door.close();
    await ownWorker.stop();
    await own.close();
  });
});
