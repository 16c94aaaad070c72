import { call, type Send } from '@pebble/contract/client';
import type { Reply } from '@pebble/contract/endpoint';
import {
  createMailAccount,
  deleteMailAccount,
  testMailAccount,
  updateMailAccount,
  type MailAccount,
} from '@pebble/contract/mail-accounts';
import type { z } from 'zod';

export type AccountSettings = z.input<typeof createMailAccount.body>;
export type AccountChange = z.input<typeof updateMailAccount.body>;

/** @throws ApiError `already_exists`, `invalid_request` for an unknown mailbox */
export function requestAccount(send: Send, settings: AccountSettings): Promise<MailAccount> {
  return call(send, createMailAccount, { body: settings });
}

/** @throws ApiError `not_found`, `already_exists`, `invalid_request` when the password must be given again */
export function requestAccountChange(send: Send, id: string, change: AccountChange): Promise<MailAccount> {
  return call(send, updateMailAccount, { params: { account_id: id }, body: change });
}

export async function requestAccountEnd(send: Send, id: string): Promise<void> {
  await call(send, deleteMailAccount, { params: { account_id: id } });
}

/** Signs in to the account's server, now. That it does not work is an answer, and no error. */
export function requestAccountTest(send: Send, id: string): Promise<Reply<typeof testMailAccount>> {
  return call(send, testMailAccount, { params: { account_id: id } });
}
