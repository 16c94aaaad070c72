import type { StoredRow } from './database.ts';
import type { Touched } from './env.ts';
import { fits, valueOf } from './search.ts';
import type { OdooServer } from './server.ts';
import { read } from './queries.ts';

/** A call that an automation rule has made, and what became of it. */
export interface Delivery {
  url: string;
  body: Record<string, unknown>;
  /** Null when nobody answered in time. */
  status: number | null;
}

const TRIGGERS: Readonly<Record<Touched['what'], readonly string[]>> = {
  create: ['on_create', 'on_create_or_write'],
  write: ['on_write', 'on_create_or_write'],
};
/** The server waits this long, and does not try again. */
const PATIENCE_MS = 1_000;

/** Calls the webhooks of the rules that fit. */
export async function fire(
  server: OdooServer,
  touched: readonly Touched[],
  note: (delivery: Delivery) => void,
): Promise<void> {
  const rules = server.rows('base.automation').filter((rule) => rule['active'] === true);
  const hits = touched.flatMap(({ model, id, what }) =>
    rules
      .filter((rule) => rule['model_name'] === model && TRIGGERS[what].includes(String(rule['trigger'])))
      .filter((rule) => passes(server, rule, model, id))
      .flatMap((rule) =>
        (valueOf(server.db, 'base.automation', rule, 'action_server_ids') as number[]).map((action) => ({
          action,
          model,
          id,
        })),
      ),
  );
  // One record that is created and written in one transaction runs a rule once.
  const once = [...new Map(hits.map((hit) => [`${hit.action} ${hit.model} ${hit.id}`, hit])).values()];
  await Promise.all(once.map((hit) => call(server, hit, note)));
}

function passes(server: OdooServer, rule: StoredRow, model: string, id: number): boolean {
  const row = server.db.row(model, id);
  const domain =
    typeof rule['filter_domain'] === 'string' ? (JSON.parse(rule['filter_domain']) as unknown[]) : [];
  return row !== undefined && fits(server.db, model, row, domain);
}

async function call(
  server: OdooServer,
  { action, model, id }: { action: number; model: string; id: number },
  note: (delivery: Delivery) => void,
): Promise<void> {
  const row = server.db.row('ir.actions.server', action);
  const url = row?.['webhook_url'];
  if (row?.['state'] !== 'webhook' || typeof url !== 'string') return;
  const names = (row['webhook_field_ids'] as number[]).flatMap(
    (field) => server.db.row('ir.model.fields', field)?.['name'] ?? [],
  );
  const [values = {}] = names.length > 0 ? read(server.env(), model, [id], names) : [];
  const body = { _action: `${String(row['name'])}(#${action})`, _id: id, _model: model, ...values };
  const status = await post(url, body);
  note({ url, body, status });
}

async function post(url: string, body: unknown): Promise<number | null> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const headers = { 'content-type': 'application/json' };
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal })).status;
  } catch {
    return null;
  }
}
