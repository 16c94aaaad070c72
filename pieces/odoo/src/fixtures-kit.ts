import type { Twin } from '@pebble/kit/testing/fixtures';
import { toResponse, type Reply } from '@pebble/kit/testing/replay-http';
import type { HttpRequest } from '@pebble/kit/http';

/** Types of the fields that recorded answers hold. */
const TYPES: Readonly<Record<string, readonly [type: string, relation?: string]>> = {
  stage_id: ['many2one', 'crm.stage'],
  team_id: ['many2one', 'crm.team'],
  user_id: ['many2one', 'res.users'],
  partner_id: ['many2one', 'res.partner'],
  parent_id: ['many2one', 'res.partner'],
  country_id: ['many2one', 'res.country'],
  opportunity_id: ['many2one', 'crm.lead'],
  product_id: ['many2one', 'product.product'],
  tag_ids: ['many2many', 'crm.tag'],
  tax_ids: ['many2many', 'account.tax'],
  order_line: ['one2many', 'sale.order.line'],
  invoice_line_ids: ['one2many', 'account.move.line'],
  expected_revenue: ['monetary'],
  amount_total: ['monetary'],
  amount_residual: ['monetary'],
  product_uom_qty: ['float'],
  quantity: ['float'],
  price_unit: ['float'],
  discount: ['float'],
  sequence: ['integer'],
  file_size: ['integer'],
  res_id: ['many2one_reference'],
  active: ['boolean'],
  is_won: ['boolean'],
  is_company: ['boolean'],
  is_internal: ['boolean'],
  description: ['html'],
  body: ['html'],
  date_deadline: ['date'],
  validity_date: ['date'],
  invoice_date: ['date'],
  create_date: ['datetime'],
  write_date: ['datetime'],
};

/** What `fields_get` answers for these fields. */
export function described(...names: string[]): Reply {
  const fields = names.map((name) => {
    const [type, relation] = TYPES[name] ?? ['char'];
    return [name, { type, ...(relation ? { relation } : {}) }];
  });
  return answer(Object.fromEntries(fields));
}

export function answer(body: unknown): Reply {
  return { status: 200, body };
}

/** The other side of an operation that takes several writes to one document: it counts documents. */
export function documents(replies: readonly Reply[], writing: RegExp): () => Twin {
  return () => {
    const seen = new Set<string>();
    let turn = 0;
    return {
      http: async (request: HttpRequest) => {
        if (writing.test(request.url)) seen.add(JSON.stringify(request.body));
        const reply = replies[turn % replies.length];
        turn += 1;
        return toResponse(reply ?? { status: 200 });
      },
      writes: () => seen.size,
    };
  };
}

/** A failure as JSON-2 tells it, with the status that belongs to it. */
export function failure(name: string, status: number): Reply {
  return {
    status,
    body: { name, message: 'quotes “Brandt Werkzeugbau”', arguments: [], context: {}, debug: '' },
  };
}

/** A failure as JSON-RPC tells it: a success from outside. */
export function rpcFailure(name: string): Reply {
  const data = { name, message: 'quotes “Brandt Werkzeugbau”', arguments: [], context: {}, debug: '' };
  return answer({ jsonrpc: '2.0', id: 1, error: { code: 200, message: 'Odoo Server Error', data } });
}
