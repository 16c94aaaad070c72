// Generated from pieces/odoo/src/models.ts by `npm run nodes:generate`: change it there.
export const LEAD = 'crm.lead';
export const PARTNER = 'res.partner';
export const ORDER = 'sale.order';
export const INVOICE = 'account.move';
export const PAYMENT = 'account.payment';
export const ACTIVITY = 'mail.activity';
export const MESSAGE = 'mail.message';
export const ATTACHMENT = 'ir.attachment';

/** What operations give of a record; what a version or an installation lacks is left out. */
export const LEAD_FIELDS = [
  ...[
    'name',
    'type',
    'stage_id',
    'team_id',
    'user_id',
    'partner_id',
    'contact_name',
    'partner_name',
    'email_from',
  ],
  ...[
    'phone',
    'expected_revenue',
    'probability',
    'priority',
    'tag_ids',
    'date_deadline',
    'lost_reason_id',
    'active',
  ],
  ...['company_id', 'create_date', 'write_date'],
];
export const PARTNER_FIELDS = [
  ...[
    'name',
    'email',
    'email_normalized',
    'phone',
    'is_company',
    'parent_id',
    'vat',
    'ref',
    'street',
    'zip',
    'city',
  ],
  ...['country_id', 'lang', 'user_id', 'active', 'company_id', 'create_date', 'write_date'],
];
export const ORDER_FIELDS = [
  ...[
    'name',
    'state',
    'partner_id',
    'client_order_ref',
    'origin',
    'opportunity_id',
    'date_order',
    'validity_date',
  ],
  ...['user_id', 'team_id', 'currency_id', 'amount_untaxed', 'amount_tax', 'amount_total', 'invoice_status'],
  ...['order_line', 'invoice_ids', 'company_id', 'create_date', 'write_date'],
];
export const INVOICE_FIELDS = [
  ...[
    'name',
    'move_type',
    'state',
    'payment_state',
    'partner_id',
    'ref',
    'payment_reference',
    'invoice_origin',
  ],
  ...['invoice_date', 'invoice_date_due', 'currency_id', 'amount_untaxed', 'amount_tax', 'amount_total'],
  ...['amount_residual', 'invoice_line_ids', 'company_id', 'create_date', 'write_date'],
];
export const PAYMENT_FIELDS = [
  ...[
    'name',
    'payment_type',
    'partner_type',
    'partner_id',
    'amount',
    'currency_id',
    'date',
    'state',
    'journal_id',
  ],
  ...['company_id', 'create_date', 'write_date'],
];
export const ACTIVITY_FIELDS = [
  ...[
    'res_model',
    'res_id',
    'res_name',
    'activity_type_id',
    'summary',
    'note',
    'date_deadline',
    'user_id',
    'state',
  ],
];
export const MESSAGE_FIELDS = [
  ...['model', 'res_id', 'subject', 'body', 'date', 'message_type', 'subtype_id', 'author_id', 'email_from'],
  ...['message_id', 'parent_id', 'attachment_ids', 'is_internal'],
];
export const ATTACHMENT_FIELDS = [
  'name',
  'mimetype',
  'file_size',
  'checksum',
  'res_model',
  'res_id',
  'create_date',
];
