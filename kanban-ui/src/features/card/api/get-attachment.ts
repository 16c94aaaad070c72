import { getAttachment } from '@pebble/contract/cards';
import { call, type Send } from '@pebble/contract/client';

export interface Download {
  filename: string;
  content: Blob;
}

/** Reads an attachment. @throws ApiError `not_found` */
export async function requestAttachment(send: Send, attachmentId: string): Promise<Download> {
  const reply = await call(send, getAttachment, { params: { attachment_id: attachmentId } });
  const bytes = Uint8Array.from(atob(reply.content_base64), (letter) => letter.charCodeAt(0));
  // Never under its own type: a browser that opened an HTML attachment would run it with our origin.
  return { filename: reply.filename, content: new Blob([bytes], { type: 'application/octet-stream' }) };
}
