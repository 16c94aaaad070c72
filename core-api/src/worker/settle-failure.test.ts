import { pino } from 'pino';
import { expect, it } from 'vitest';
import { scratchDir } from '../runtime/testing/scratch-dir.ts';
import { KEY_RING } from '../../test/key-ring.ts';
import { Database } from '../db/database.ts';
import { newId } from '../db/new-id.ts';
import { systemScope } from '../db/scope.ts';
import { settleFailure } from './settle-failure.ts';

it('a mail whose end cannot be written, because the database is away, comes again without losing an attempt', async () => {
  const nowhere = { host: await scratchDir(), port: 5432, user: 'a', password: 'b', database: 'c' };
  const db = new Database(nowhere);
  const job = { tenant_id: newId(), tracking_id: newId(), correlation_id: 'c' };
  const settling = settleFailure(
    { db, keyRing: KEY_RING, retryBaseMs: 10, log: pino({ level: 'silent' }) },
    systemScope(job.tenant_id, 'worker', 'c'),
    { job, number: 4, last: true },
    new Error('poison'),
  );
  await expect(settling).rejects.toMatchObject({ name: 'RetryLater', counts: false });
  await db.close();
});
