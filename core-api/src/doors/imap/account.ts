import type { AccountSettings } from '../../features/sources/mail-account-rows.ts';

/** An account that this process reads, with everything that takes. */
export interface Account extends AccountSettings {
  id: string;
  tenantId: string;
  password: string;
  /** Another one means other settings. */
  revision: number;
}
