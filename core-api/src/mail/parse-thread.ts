// Before the parser, which takes the Blob that it finds.
import './in-memory-blob.ts';
import { parentPort } from 'node:worker_threads';
import { mailFromJson } from './json-mail.ts';
import { parseMail } from './parse-mail.ts';
import { InvalidMail, type ParsedMail } from './parsed-mail.ts';
import type { ParseAnswer, ParseTask } from './parse-apart.ts';

// The whole of the thread that large mails are parsed in: one at a time.
parentPort?.on('message', async (task: ParseTask) => {
  const answer = await parse(task).then(
    (mail): ParseAnswer => ({ mail }),
    (error: unknown): ParseAnswer => {
      // Errors lose their class on the way; this one must keep it, and nothing else is ever thrown on purpose.
      if (error instanceof InvalidMail) return { invalid: { field: error.field, message: error.message } };
      throw error;
    },
  );
  parentPort?.postMessage(answer, 'mail' in answer ? ownBuffers(answer.mail) : []);
});

function parse(task: ParseTask): Promise<ParsedMail> {
  return 'raw' in task ? parseMail(task.raw) : mailFromJson(task.json);
}

/** Handed over, not copied. A view of a part of a buffer stays: the rest may be somebody else's. */
function ownBuffers({ attachments }: ParsedMail): ArrayBuffer[] {
  const whole = attachments.filter(({ content }) => content.byteLength === content.buffer.byteLength);
  return [...new Set(whole.map(({ content }) => content.buffer as ArrayBuffer))];
}
