import { badRequest, GraphError } from './graph-error.ts';
import type { Mailbox } from './mailbox.ts';
import { Notifier, validates } from './notifier.ts';
import { instant, type Json } from './render.ts';
import type { Change } from './stored.ts';
import { bodyOf, ok, route, type Call, type World } from './world.ts';

interface Subscription {
  id: string;
  changeTypes: string[];
  resource: string;
  mailbox: Mailbox;
  /** Null for the whole mailbox. */
  folder: string | null;
  notificationUrl: string;
  lifecycleNotificationUrl: string | null;
  clientState: string;
  immutable: boolean;
  until: number;
}

const MINUTE = 60_000;
const TENANT = '4b1f0000-0000-4000-9000-000000000000';
const APP = '4b1f0000-0000-4000-9000-000000000001';

export type LifecycleEvent = 'missed' | 'subscriptionRemoved' | 'reauthorizationRequired';

/** Subscriptions of all mailboxes. */
export class Subscriptions {
  readonly notifier: Notifier;
  private readonly world: World;
  private readonly all = new Map<string, Subscription>();
  private drawn = 0;

  constructor(world: World) {
    this.world = world;
    this.notifier = new Notifier(world.random);
    for (const mailbox of world.mailboxes) mailbox.onChange((change) => this.tell(mailbox, change));
  }

  /** Those that have not ended. */
  list(): Subscription[] {
    return [...this.all.values()].filter(({ until }) => until > this.world.now());
  }

  /** As the vendor forgets one; nobody is told unless `lifecycle` says so. */
  forget(id: string): void {
    this.all.delete(id);
  }

  /** Posts a lifecycle event; `subscriptionRemoved` removes it too. */
  lifecycle(id: string, event: LifecycleEvent): void {
    const one = this.all.get(id);
    if (!one) return;
    if (event === 'subscriptionRemoved') this.all.delete(id);
    if (!one.lifecycleNotificationUrl) return;
    const { clientState, until, resource } = one;
    const entry = { subscriptionId: id, tenantId: TENANT, clientState, lifecycleEvent: event, resource };
    this.notifier.push(one.lifecycleNotificationUrl, {
      ...entry,
      subscriptionExpirationDateTime: instant(until),
    });
  }

  readonly routes = [
    route('GET', '/subscriptions', () => ok({ value: this.list().map(render) })),
    route('POST', '/subscriptions', (call) => this.create(call)),
    route('GET', '/subscriptions/:id', (call) => ok(render(this.find(call)))),
    route('PATCH', '/subscriptions/:id', (call) => this.renew(call)),
    route('DELETE', '/subscriptions/:id', (call) => {
      this.all.delete(this.find(call).id);
      return { status: 204 };
    }),
    route('POST', '/subscriptions/:id/reauthorize', (call) => {
      this.find(call);
      return { status: 204 };
    }),
  ];

  private async create(call: Call) {
    const body = bodyOf(call);
    const { notificationUrl, lifecycleNotificationUrl, clientState = '', changeType, resource } = body;
    if (
      typeof notificationUrl !== 'string' ||
      typeof changeType !== 'string' ||
      typeof resource !== 'string'
    ) {
      throw badRequest('A subscription needs changeType, resource and notificationUrl.', 'InvalidRequest');
    }
    if (String(clientState).length > 128) throw badRequest('The clientState is too long.', 'InvalidRequest');
    const until = this.readExpiry(body['expirationDateTime']);
    const place = this.readResource(resource, call.person);
    const lifecycle = typeof lifecycleNotificationUrl === 'string' ? lifecycleNotificationUrl : null;
    await this.handshake(notificationUrl);
    if (lifecycle) await this.handshake(lifecycle);
    const id = `4b1f0000-0000-4000-a000-${String((this.drawn += 1)).padStart(12, '0')}`;
    const immutable = /IdType="?ImmutableId"?/i.test(call.request.headers['prefer'] ?? '');
    const changeTypes = changeType.split(',').map((one) => one.trim());
    const made = { id, changeTypes, resource, ...place, notificationUrl, immutable, until };
    const kept = { ...made, lifecycleNotificationUrl: lifecycle, clientState: String(clientState) };
    this.all.set(id, kept);
    return ok(render(kept), 201);
  }

  private async renew(call: Call) {
    const one = this.find(call);
    const { expirationDateTime, notificationUrl } = bodyOf(call);
    one.until = this.readExpiry(expirationDateTime);
    if (typeof notificationUrl === 'string') one.notificationUrl = notificationUrl;
    await this.handshake(one.notificationUrl);
    return ok(render(one));
  }

  private find({ params }: Call): Subscription {
    const found = this.all.get(params['id'] ?? '');
    if (found && found.until > this.world.now()) return found;
    throw new GraphError(404, 'ResourceNotFound', 'The object was not found.');
  }

  private readExpiry(given: unknown): number {
    const until = Date.parse(String(given));
    const now = this.world.now();
    const { subscriptionCeiling: ceiling } = this.world.dials;
    if (Number.isNaN(until) || until <= now)
      throw badRequest('Subscription expiration is in the past.', 'InvalidRequest');
    if (until > now + ceiling * MINUTE) {
      throw badRequest(
        `Subscription expiration can only be ${ceiling} minutes in the future.`,
        'ExtensionError',
      );
    }
    return Math.max(until, now + 45 * MINUTE);
  }

  private readResource(resource: string, person: string | null): { mailbox: Mailbox; folder: string | null } {
    const path = resource
      .replace(/^\//, '')
      .replace(/^me\//, `users/${person}/`)
      .replace(/\('([^']*)'\)/g, '/$1');
    const [, user = '', folder] = /^users\/([^/]+)\/(?:mailFolders\/([^/]+)\/)?messages$/i.exec(path) ?? [];
    const name = decodeURIComponent(user).toLowerCase();
    const mailbox = this.world.mailboxes.find((one) => one.id === name || one.address.toLowerCase() === name);
    if (!mailbox) throw badRequest('The resource of the subscription is not known.', 'InvalidRequest');
    return { mailbox, folder: folder === undefined ? null : mailbox.folder(decodeURIComponent(folder)).id };
  }

  private async handshake(url: string): Promise<void> {
    const token = `Validation: ${url.length} & more/+%=${this.drawn}`;
    if (await validates(url, token)) return;
    throw badRequest(
      'Subscription validation request failed. Notification endpoint must respond with 200 OK.',
      'ValidationError',
    );
  }

  private tell(mailbox: Mailbox, change: Change & { folder: string }): void {
    const changeType = change.kind === 'gone' ? 'deleted' : change.kind;
    for (const one of this.list()) {
      if (one.mailbox !== mailbox || !one.changeTypes.includes(changeType)) continue;
      if (one.folder !== null && one.folder !== change.folder) continue;
      this.notifier.push(one.notificationUrl, notification(one, change, changeType));
    }
  }
}

function notification(one: Subscription, { key, seq }: Change, changeType: string): Json {
  const message = one.mailbox.messages.get(key);
  const id = message ? one.mailbox.messageId(message, one.immutable) : `gone-${key}`;
  const resource = `Users/${one.mailbox.id}/Messages/${id}`;
  return {
    id: `n-${seq}`,
    subscriptionId: one.id,
    subscriptionExpirationDateTime: instant(one.until),
    clientState: one.clientState,
    changeType,
    resource,
    tenantId: TENANT,
    resourceData: {
      '@odata.type': '#Microsoft.Graph.Message',
      '@odata.id': resource,
      '@odata.etag': `W/"${seq}"`,
      id,
    },
  };
}

function render(one: Subscription): Json {
  const { id, changeTypes, resource, notificationUrl, lifecycleNotificationUrl, until } = one;
  return {
    ...{ id, resource, applicationId: APP, changeType: changeTypes.join(','), notificationUrl },
    ...(lifecycleNotificationUrl === null ? {} : { lifecycleNotificationUrl }),
    ...{ expirationDateTime: instant(until), creatorId: APP, latestSupportedTlsVersion: 'v1_2' },
  };
}
