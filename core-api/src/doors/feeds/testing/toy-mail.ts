import { apiKeyAuth } from '@pebble/kit/auth';
import { defineConnector, type Connector } from '@pebble/kit/connector';
import { NotFoundError } from '@pebble/kit/errors';
import { text } from '@pebble/kit/field';
import type { MailRef } from '@pebble/kit/mail-source';
import { rawMail, type TestMail } from '../../../../test/mails.ts';

interface Kept {
  ref: MailRef;
  raw: Uint8Array;
}

/** A mailbox in memory with a connector over it, for what is not about any vendor. */
export class ToyMail {
  readonly connector: Connector;
  readonly kept: Kept[] = [];
  /** Of what was asked, newest last: `poll`, `fetch <id>`, `list`. */
  readonly calls: string[] = [];
  /** Thrown in place of an answer. */
  failWith: ((call: string) => Error | null) | null = null;
  pageSize = 100;
  private drawn = 0;

  constructor() {
    this.connector = defineConnector({
      ...{ name: 'toy', label: 'Toy mail', version: '1.0.0' },
      auth: apiKeyAuth({ header: 'x-key', probe: '/me', help: 'Any.' }),
      client: () => this,
      operations: [],
      triggers: [
        {
          ...{ type: 'poll', name: 'new_mail', label: 'New mail', help: 'A mail came.', sample: {} },
          fields: {
            mailbox: text('Mailbox', { help: 'Whose.', required: true }),
            folder: text('Folder', { help: 'Which.', required: true }),
          },
          poll: async (mail: ToyMail, cursor, { since }) => mail.poll(Number(cursor?.['at'] ?? 0), since),
        },
      ],
      mail: {
        trigger: 'new_mail',
        fetch: async (mail: ToyMail, { id }) => mail.fetch(id),
        list: async (mail: ToyMail, { from, to, page }) => mail.list(from, to, Number(page ?? 0)),
      },
    });
  }

  deliver(receivedAt: Date, mail: TestMail = {}): MailRef {
    this.drawn += 1;
    const id = `toy-${this.drawn}`;
    const messageId = mail.messageId ?? `${id}-${Math.random()}@buyer.example`;
    const subject = mail.subject ?? `Enquiry ${this.drawn}`;
    const ref = {
      ...{ id, mailbox: 'toy', subject, from: `buyer${this.drawn}@buyer.example` },
      ...{ received_at: receivedAt.toISOString(), internet_message_id: `<${messageId}>` },
    };
    this.kept.push({ ref, raw: rawMail({ ...mail, from: ref.from, subject, messageId }) });
    return ref;
  }

  remove(id: string): void {
    this.kept.splice(
      this.kept.findIndex(({ ref }) => ref.id === id),
      1,
    );
  }

  private poll(at: number, since: string) {
    this.called('poll');
    const fresh = this.kept.slice(at).filter(({ ref }) => ref.received_at >= since);
    return {
      items: fresh.map(({ ref }) => ({ dedupeKey: ref.id, data: ref })),
      cursor: { at: this.kept.length },
    };
  }

  private fetch(id: string): Uint8Array {
    this.called(`fetch ${id}`);
    const found = this.kept.find(({ ref }) => ref.id === id);
    if (!found) throw new NotFoundError('The mail has gone');
    return found.raw;
  }

  private list(from: string, to: string, page: number) {
    this.called('list');
    const all = this.kept.filter(({ ref }) => ref.received_at >= from && ref.received_at < to);
    const mails = all.slice(page, page + this.pageSize).map(({ ref }) => ref);
    const next = page + this.pageSize < all.length ? String(page + this.pageSize) : null;
    return { mails, next };
  }

  private called(call: string): void {
    this.calls.push(call);
    const error = this.failWith?.(call);
    if (error) throw error;
  }
}
