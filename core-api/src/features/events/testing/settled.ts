import { until } from '../../../../test/until.ts';
import type { Database } from '../../../db/database.ts';
import type { Scope } from '../../../db/scope.ts';
import { readHorizon } from '../read-horizon.ts';

/**
 * Resolves when all that the scope has committed lies below the horizon, where readers of the log see it. The test server is
 * shared, and a transaction in anybody's database holds the horizon back, such as the cloning of the next test's database.
 */
export async function settled(db: Database, scope: Scope): Promise<void> {
  await until(async () => ((await db.withTenant(scope, readHorizon)).held ? undefined : true));
}
