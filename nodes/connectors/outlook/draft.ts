// Generated from pieces/outlook/src/draft.ts by `npm run nodes:generate`: change it there.
import { passOn } from '../../kit/host/pass-on';
import { ConflictError, isRetryable, NotFoundError } from '../../kit/errors';
import type { Graph } from './client';
import { messagePath, query } from './path';
import { toMessage, type Message } from './message';
import { asRecord, type Json } from './read';

/** A draft in the thread of a mail. */
export async function draftOn(
  graph: Graph,
  box: string,
  id: string,
  kind: 'createReply' | 'createReplyAll' | 'createForward',
  content: Json,
): Promise<Message> {
  const path = `${messagePath(id)}/${kind}`;
  return toMessage(asRecord(await graph.ask({ mailbox: box, method: 'POST', path, body: content })));
}

/** Plain text as a comment, above what is quoted; HTML as the body, because a comment is text. */
export function answerOf(body: string | undefined, type: 'text' | 'html', rest: Json = {}): Json {
  const html = body !== undefined && type === 'html';
  const message = { ...rest, ...(html ? { body: { contentType: 'html', content: body } } : {}) };
  return {
    ...(body === undefined || html ? {} : { comment: body }),
    ...(Object.keys(message).length > 0 ? { message } : {}),
  };
}

/**
 * Sends a draft once. Its immutable id stays with it when it is sent, so that after an unclear answer the mailbox itself says
 * whether it went out. Safe to repeat.
 */
export async function sendOnce(graph: Graph, box: string, id: string): Promise<{ id: string; sent: true }> {
  if (!(await isDraft(graph, box, id))) return { id, sent: true };
  try {
    await graph.ask({ mailbox: box, method: 'POST', path: `${messagePath(id)}/send` });
  } catch (error) {
    if (!isRetryable(error) || (await stillDraft(graph, box, id))) throw passOn(error);
  }
  return { id, sent: true };
}

/** Sends a draft that this call has made itself; when that fails the draft stays, and its id says how to go on. */
export async function sendOwn(graph: Graph, box: string, id: string): Promise<{ id: string; sent: true }> {
  try {
    return await sendOnce(graph, box, id);
  } catch (error) {
    if (!isRetryable(error)) throw passOn(error);
    // Not for a host to repeat: that would write a second one.
    throw passOn(
      new ConflictError(`It is written but perhaps not sent; go on with "Send draft" and the draft ${id}`),
    );
  }
}

async function isDraft(graph: Graph, box: string, id: string): Promise<boolean> {
  const path = messagePath(id) + query({ $select: 'isDraft' });
  return asRecord(await graph.ask({ mailbox: box, method: 'GET', path }))['isDraft'] === true;
}

// On its way to Sent Items it may be nowhere for a moment: then nobody knows.
async function stillDraft(graph: Graph, box: string, id: string): Promise<boolean> {
  try {
    return await isDraft(graph, box, id);
  } catch (error) {
    if (error instanceof NotFoundError || isRetryable(error)) return true;
    throw passOn(error);
  }
}
