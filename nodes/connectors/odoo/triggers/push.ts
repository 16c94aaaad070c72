// Generated from pieces/odoo/src/triggers/push.ts by `npm run nodes:generate`: change it there.
import { passOn } from '../../../kit/host/pass-on';
import { AuthError, NotFoundError } from '../../../kit/errors';
import { sameSecret } from '../../../kit/same-secret';
import type { Push, SubscribeRequest, Subscription } from '../../../kit/trigger';
import type { OdooClient } from '../client';

const RULE = 'base.automation';
/** Name of the parameter in our address that proves who calls: Odoo signs nothing. */
export const SECRET = 'secret';

/**
 * An automation rule that calls us. Odoo calls once, waits a second and forgets, and calls before its transaction ends: so the call
 * only says "look", and what is not there yet comes with the next look.
 */
export const push: Push<OdooClient> = {
  subscription: subscription(),
  read: ({ query }, { registration }) => {
    if (!sameSecret(query[SECRET] ?? '', registration?.secret ?? '')) {
      throw new AuthError('The call does not carry the secret of the subscription');
    }
    return 'poll';
  },
};

function subscription(): Subscription<OdooClient> {
  return {
    create: async (odoo, request) => {
      const { url, secret } = request;
      const id = (await ruleOf(odoo, addressOf(request))) ?? (await make(odoo, request));
      return { id: String(id), expires_at: null, secret, url };
    },
    check: async (odoo, { id, ...kept }) => (await ruleOf(odoo, addressOf(kept))) === Number(id),
    delete: async (odoo, kept) => {
      const rule = await ruleOf(odoo, addressOf(kept));
      if (rule !== null) await remove(odoo, rule);
    },
  };
}

function addressOf({ url, secret }: Pick<SubscribeRequest, 'url' | 'secret'>): string {
  return `${url}${url.includes('?') ? '&' : '?'}${SECRET}=${encodeURIComponent(secret)}`;
}

/** Rule and action in one transaction. */
async function make(odoo: OdooClient, request: SubscribeRequest): Promise<number> {
  const model_id = await modelId(odoo, String(request.input['model']));
  const name = 'Pebble: tell of changes';
  const action = {
    name,
    model_id,
    usage: 'base_automation',
    state: 'webhook',
    webhook_url: addressOf(request),
  };
  const rule = { name, model_id, trigger: 'on_create_or_write', action_server_ids: [[0, 0, action]] };
  const [id = 0] = await odoo.create(RULE, [rule]);
  return id;
}

async function modelId(odoo: OdooClient, model: string): Promise<number> {
  const domain = [['model', '=', model]];
  const [row] = await odoo.search({ model: 'ir.model', domain, fields: ['id'], limit: 1 });
  if (!row) throw new NotFoundError('Odoo has no such model');
  return row.id;
}

/** The active rule that calls this address; null when there is none. */
async function ruleOf(odoo: OdooClient, address: string): Promise<number | null> {
  const domain = [['action_server_ids.webhook_url', '=', address]];
  const [row] = await odoo.search({ model: RULE, domain, fields: ['id'], limit: 1 });
  return row?.id ?? null;
}

/** Its action goes with it. */
async function remove(odoo: OdooClient, rule: number): Promise<void> {
  try {
    await odoo.call(RULE, 'unlink', { ids: [rule], effect: 'repeatable' });
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw passOn(error);
  }
}
