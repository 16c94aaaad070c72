import { randomUUID } from 'node:crypto';
import type { Source } from '@pebble/contract/sources';
import { Webhook } from 'standardwebhooks';
import type { TestCore } from '../../../../test/test-core.ts';
import type { RawReply } from '../../../http/dispatch.ts';
import { tokenOf } from './token-of.ts';

export const PAYLOAD = { subject: 'RFQ valves', from: 'Ada <ada@buyer.example>', body: 'Please quote.' };

export interface NewSource {
  source: Source;
  secret: string;
}

/** A source as an integrator makes it. */
export async function newSource(
  test: TestCore,
  settings: object = {},
  tenant: 'ours' | 'theirs' = 'ours',
): Promise<NewSource> {
  const token = await tokenOf(test, 'integrator', tenant);
  const body = { name: `Source ${randomUUID()}`, ...settings };
  const reply = await test.send({ method: 'POST', path: '/api/v1/sources/', token, body });
  if (reply.status !== 201) throw new Error(`the source was not made: ${JSON.stringify(reply.body)}`);
  return reply.body as NewSource;
}

export interface Delivery {
  payload?: unknown;
  id?: string;
  at?: Date;
  secret?: string;
  headers?: Record<string, string>;
}

/** Posts as a third party does, signed with the source's secret unless the delivery says otherwise. */
export function deliver(
  test: TestCore,
  { source, secret }: { source: { id: string }; secret: string },
  delivery: Delivery = {},
): Promise<RawReply> {
  const { id = `msg_${randomUUID()}`, at = new Date() } = delivery;
  const bytes = Buffer.from(JSON.stringify(delivery.payload ?? PAYLOAD));
  return test.send({
    method: 'POST',
    path: `/api/v1/sources/${source.id}/`,
    raw: { type: 'application/json', bytes },
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(delivery.secret ?? secret).sign(id, at, bytes),
      ...delivery.headers,
    },
  });
}
