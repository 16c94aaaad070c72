import type { IncomingMessage, ServerResponse } from 'node:http';

/** How long a sender may go on sending what nobody reads. */
const LINGER_MS = 1_000;

/**
 * Answers a request whose body is not wanted any more. The answer is sent whole, and the rest of the body is thrown away for a
 * moment before the connection closes: closing at once would reset it, and the sender would never see why.
 */
export async function refuseUnread(
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): Promise<void> {
  response.setHeader('connection', 'close');
  response.setHeader('content-length', Buffer.byteLength(body));
  response.write(body);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LINGER_MS);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    request.once('end', done).once('close', done).resume();
  });
  response.end();
}
