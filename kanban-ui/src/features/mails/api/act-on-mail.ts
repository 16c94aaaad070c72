import { call, type Send } from '@pebble/contract/client';
import { openMail, readRawMail } from '@pebble/contract/mails';

/** Says that an ignored mail is no noise, so that it goes through its flow. @throws ApiError `not_ignored` */
export async function requestOpening(send: Send, id: string): Promise<void> {
  await call(send, openMail, { params: { tracking_id: id } });
}

/** The mail as it was handed over. Each call is written down, so it is made when a person asks for it. */
export async function requestRaw(
  send: Send,
  id: string,
): Promise<{ extension: string; bytes: Uint8Array<ArrayBuffer> }> {
  const { format, content_base64: content } = await call(send, readRawMail, { params: { tracking_id: id } });
  return {
    extension: format === 'json' ? 'json' : 'eml',
    bytes: Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0)),
  };
}
