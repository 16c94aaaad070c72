import type { FaultRule } from '../../kit/twin/fault-dial.ts';
import type { TwinReply, TwinRequest } from '../../kit/twin/twin-server.ts';
import { badRequest, errorReply, GraphError } from './graph-error.ts';
import type { GraphTwin } from './graph-twin.ts';
import type { MailParts } from './mime.ts';
import type { LifecycleEvent } from './subscriptions.ts';

/** What a door is given; a text that is missing is no mailbox, no folder and no id, and is refused there. */
type Body = Readonly<Record<string, string>>;

const DOORS: Readonly<Record<string, (twin: GraphTwin, body: Body) => unknown>> = {
  /** `{ mailbox, raw? | from, subject, text, …, folder?, receivedAt? }` */
  deliver: (twin, { mailbox = '', raw, folder, receivedAt, ...parts }) =>
    twin.deliver(mailbox, raw ?? (parts as unknown as MailParts), {
      ...(folder ? { folder } : {}),
      ...(receivedAt ? { receivedAt } : {}),
    }),
  move: (twin, { mailbox = '', id = '', folder = '' }) => twin.move(mailbox, id, folder),
  delete: (twin, { mailbox = '', id = '' }) => twin.delete(mailbox, id),
  /** A list of fault rules; an empty one mends everything. `path` is a prefix, by default that of Graph and not of this door. */
  faults: (twin, rules) => twin.faults.set(...asRules(rules)),
  notifications: (twin, dial) => twin.notifications.set(dial),
  release: (twin) => twin.notifications.release(),
  dials: (twin, dials) => Object.assign(twin.dials, dials),
  lifecycle: (twin, { id = '', event }) => twin.subscriptions.lifecycle(id, event as LifecycleEvent),
  forget: (twin, { id = '' }) => twin.subscriptions.forget(id),
  'expire-tokens': (twin) => twin.expireTokens(),
  'expire-delta-tokens': (twin) => twin.expireDeltaTokens(),
  state: (twin, { mailbox }) => ({
    ...(mailbox ? { holds: twin.holds(mailbox), load: twin.loadOf(mailbox) } : {}),
    ...{ subscriptions: twin.subscriptions.list().map(({ id, resource }) => ({ id, resource })) },
    ...{ notifications: twin.notifications.counts, requests: twin.requests.length, dials: twin.dials },
  }),
};

/** The door for people and scripts: `POST /__twin/<what>` with JSON. It is no part of the vendor's API. */
export async function control(twin: GraphTwin, { path, method, json = {} }: TwinRequest): Promise<TwinReply> {
  const door = DOORS[path.replace('/__twin/', '')];
  if (!door || method !== 'POST') {
    return { status: 404, body: { doors: Object.keys(DOORS).map((name) => `POST /__twin/${name}`) } };
  }
  try {
    return { status: 200, body: (await door(twin, json as Body)) ?? { done: true } };
  } catch (error) {
    const known = error instanceof GraphError ? error : badRequest('The twin could not do that.');
    return errorReply(known, Date.now());
  }
}

function asRules(rules: unknown): FaultRule[] {
  if (!Array.isArray(rules)) throw badRequest('Fault rules come as a list.');
  return (rules as FaultRule[]).map((rule) => ({ path: '/v1.0/', ...rule }));
}
