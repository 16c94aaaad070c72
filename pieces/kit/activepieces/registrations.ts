import { randomBytes } from 'node:crypto';
import type { ConnectorSubscription } from '../src/connector.ts';
import { ConnectorError, NotFoundError } from '../src/errors.ts';
import type { Registration } from '../src/registration.ts';
import type { SubscribeRequest } from '../src/trigger.ts';
import type { PieceHost } from './piece-host.ts';
import type { Store } from './sealed.ts';

/** A registration as the flow's store keeps it; sealed where the credential can. */
interface Kept {
  sealed: string | null;
  plain: Registration | null;
  /** Milliseconds since 1970. */
  renewedAt: number;
}

const KEY = 'pebble-registration';
const DAY_MS = 24 * 3_600_000;

/** The life of one trigger's subscription in the store of its flow. */
export class Registrations {
  private readonly subscription: ConnectorSubscription;
  private readonly piece: PieceHost;
  private readonly store: Store;
  private readonly request: Omit<SubscribeRequest, 'secret' | 'now'>;

  constructor(
    subscription: ConnectorSubscription,
    piece: PieceHost,
    store: Store,
    request: Omit<SubscribeRequest, 'secret' | 'now'>,
  ) {
    this.subscription = subscription;
    this.piece = piece;
    this.store = store;
    this.request = request;
  }

  async current(): Promise<Registration | null> {
    const kept = await this.store.get<Kept>(KEY, 'FLOW');
    if (!kept) return null;
    return kept.plain ?? (this.piece.seal?.open(kept.sealed) as Registration | null | undefined) ?? null;
  }

  /** Makes one, and takes the one before away. */
  async create(): Promise<Registration> {
    const before = await this.current();
    const secret = randomBytes(32).toString('base64url');
    const made = await this.subscription.create(this.piece.host, this.demand(secret));
    await this.keep(made);
    if (before && before.id !== made.id) await this.forget(before);
    return made;
  }

  /** As often as the clock says: anew when it is gone, renewed at half of its time and at least once a day. */
  async renewWhenDue(): Promise<void> {
    const kept = await this.store.get<Kept>(KEY, 'FLOW');
    const registration = await this.current();
    if (!kept || !registration || !(await this.subscription.check(this.piece.host, registration)))
      return void (await this.create());
    const now = this.now();
    const ends = registration.expires_at === null ? Infinity : Date.parse(registration.expires_at);
    const half = kept.renewedAt + (ends - kept.renewedAt) / 2;
    if (now >= Math.min(half, kept.renewedAt + DAY_MS)) await this.renew(registration);
  }

  async renew(registration: Registration): Promise<void> {
    try {
      await this.keep(
        await this.subscription.renew(this.piece.host, registration, this.demand(registration.secret)),
      );
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      await this.create();
    }
  }

  /** What the vendor keeps although it was told ends by itself, and its calls find nobody. */
  async end(): Promise<void> {
    const registration = await this.current();
    if (registration) await this.forget(registration);
    await this.store.delete(KEY, 'FLOW');
  }

  private async forget(registration: Registration): Promise<void> {
    try {
      await this.subscription.delete(this.piece.host, registration);
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
    }
  }

  private async keep(registration: Registration): Promise<void> {
    const { seal } = this.piece;
    const kept: Kept = {
      sealed: seal?.close(registration) ?? null,
      plain: seal ? null : registration,
      renewedAt: this.now(),
    };
    await this.store.put(KEY, kept, 'FLOW');
  }

  private demand(secret: string): SubscribeRequest {
    return { ...this.request, secret, now: new Date(this.now()).toISOString() };
  }

  private now(): number {
    return this.piece.host.now?.() ?? Date.now();
  }
}
