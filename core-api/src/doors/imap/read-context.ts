import type { Logger } from 'pino';
import type { Database } from '../../db/database.ts';
import type { Account } from './account.ts';
import type { Folder } from './folder.ts';
import type { Position } from './position.ts';
import type { Suspects } from './suspects.ts';
import type { TakeDeps } from '../take-mail.ts';

/** What reading an open folder needs. */
export interface ReadContext extends TakeDeps {
  db: Database;
  log: Logger;
  account: Account;
  folder: Folder;
  /** Where the reading is; replaced as it goes on. */
  position: Position;
  suspects: Suspects;
  signal: AbortSignal;
  /** Told what the server did not let us do with mail that is in. */
  onNotice: (notice: string) => Promise<void>;
}
