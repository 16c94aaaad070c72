import type { AccountSettings } from '../../features/sources/mail-account-rows.ts';

/** An account that this process reads, with everything that takes. */
export interface Account extends AccountSettings {
  id: string;
  tenantId: string;
  password: string;
  /** What `now` means as the start. */
  start_said_at: Date;
  /** Another one means other settings. */
  revision: number;
}
