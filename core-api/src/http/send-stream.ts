import type { Response } from 'express';
import type { StreamItem } from './route.ts';

/** Writes server-sent events until the source ends or the client leaves. A slow client slows its source, not our memory. */
export async function sendStream(
  response: Response,
  items: AsyncIterable<StreamItem<unknown>>,
): Promise<void> {
  response.set({ 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
  response.flushHeaders();
  try {
    for await (const item of items) {
      if (response.destroyed) return;
      const text =
        item.id === null ? ': keep-alive\n\n' : `id: ${item.id}\ndata: ${JSON.stringify(item.data)}\n\n`;
      if (!response.write(text)) await drained(response);
    }
  } finally {
    response.end();
  }
}

/** Resolves when the client has taken what was written, or is gone. One that takes nothing for so long is cut off. */
function drained(response: Response): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => response.destroy(), STUCK_MS);
    const done = () => {
      clearTimeout(timer);
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

const STUCK_MS = 30_000;
