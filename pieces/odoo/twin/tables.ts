import { modelDef, type ModelDef } from './field-table.ts';

// Names and types of fields are facts of Odoo 18 and 19; only what the connector and its tests use is here.
const ADDRESS = 'street:char street2:char zip:char city:char country_id:m2o(res.country)';
const ACTIVE = 'active:bool';
const CHATTER = 'message_ids:o2m(mail.message,res_id) activity_ids:o2m(mail.activity,res_id)';

const CRM: Readonly<Record<string, [string, string]>> = {
  'crm.lead': [
    'Lead/Opportunity',
    `name:char* type:sel(lead,opportunity)* stage_id:m2o(crm.stage) team_id:m2o(crm.team) user_id:m2o(res.users)
     company_id:m2o(res.company) partner_id:m2o(res.partner) contact_name:char partner_name:char email_from:char
     email_normalized:char email_cc:char@<19 phone:char phone_sanitized:char mobile:char@<19 function:char website:char ${ADDRESS}
     lang_id:m2o(res.lang) expected_revenue:money probability:float automated_probability:float priority:sel(0,1,2,3)
     tag_ids:m2m(crm.tag) description:html date_deadline:date date_open:datetime date_closed:datetime
     date_conversion:datetime date_last_stage_update:datetime lost_reason_id:m2o(crm.lost.reason) ${ACTIVE} referred:char
     campaign_id:m2o(utm.campaign) medium_id:m2o(utm.medium) source_id:m2o(utm.source)
     won_status:sel(won,lost,pending)@>=19 order_ids:o2m(sale.order,opportunity_id) ${CHATTER}`,
  ],
  'crm.stage': [
    'CRM Stages',
    'name:char* sequence:int is_won:bool fold:bool requirements:text team_id:m2o(crm.team)@<19 team_ids:m2m(crm.team)@>=19',
  ],
  'crm.team': [
    'Sales Team',
    `name:char* sequence:int ${ACTIVE} company_id:m2o(res.company) user_id:m2o(res.users) use_leads:bool use_opportunities:bool`,
  ],
  'crm.tag': ['CRM Tag', 'name:char* color:int'],
  'crm.lost.reason': ['Opp. Lost Reason', `name:char* ${ACTIVE}`],
};

const BASE: Readonly<Record<string, [string, string]>> = {
  'res.partner': [
    'Contact',
    `name:char email:char email_normalized:char phone:char phone_sanitized:char mobile:char@<19 is_company:bool
     company_type:sel(person,company) parent_id:m2o(res.partner) child_ids:o2m(res.partner,parent_id)
     type:sel(contact,invoice,delivery,other) vat:char ref:char ${ADDRESS} function:char website:char lang:sel(en_US,de_DE) comment:html
     category_id:m2m(res.partner.category) user_id:m2o(res.users) customer_rank:int supplier_rank:int
     company_id:m2o(res.company) ${ACTIVE} ${CHATTER}`,
  ],
  'res.users': [
    'User',
    `name:char* login:char* email:char partner_id:m2o(res.partner) company_id:m2o(res.company) company_ids:m2m(res.company) lang:char tz:char share:bool ${ACTIVE}`,
  ],
  'res.company': ['Companies', 'name:char* currency_id:m2o(res.currency) partner_id:m2o(res.partner)'],
  'res.country': ['Country', 'name:char* code:char'],
  'res.currency': ['Currency', `name:char* symbol:char ${ACTIVE}`],
  'res.partner.category': ['Partner Tags', `name:char* ${ACTIVE}`],
  'res.lang': ['Languages', `name:char* code:char* ${ACTIVE}`],
  'utm.campaign': ['UTM Campaign', 'name:char*'],
  'utm.medium': ['UTM Medium', 'name:char*'],
  'utm.source': ['UTM Source', 'name:char*'],
  'product.product': [
    'Product Variant',
    `name:char* default_code:char lst_price:float list_price:float standard_price:float barcode:char description_sale:text ${ACTIVE}`,
  ],
  'uom.uom': ['Product Unit of Measure', `name:char* ${ACTIVE}`],
  'ir.model': ['Models', 'model:char* name:char* state:sel(manual,base)'],
  'ir.model.fields': [
    'Fields',
    'name:char* model:char* field_description:char ttype:char model_id:m2o(ir.model)',
  ],
  'ir.model.data': [
    'Model Data',
    'name:char* module:char* model:char* res_id:ref complete_name:char noupdate:bool',
  ],
  'ir.attachment': [
    'Attachment',
    `name:char* description:text datas:binary raw:binary mimetype:char type:sel(url,binary)* url:char file_size:int checksum:char
     res_model:char res_field:char res_id:ref res_name:char company_id:m2o(res.company) public:bool`,
  ],
};

const SALES: Readonly<Record<string, [string, string]>> = {
  'sale.order': [
    'Sales Order',
    `name:char* state:sel(draft,sent,sale,cancel) locked:bool partner_id:m2o(res.partner)* partner_invoice_id:m2o(res.partner)
     partner_shipping_id:m2o(res.partner) date_order:datetime* validity_date:date client_order_ref:char origin:char
     opportunity_id:m2o(crm.lead) user_id:m2o(res.users) team_id:m2o(crm.team) company_id:m2o(res.company)*
     currency_id:m2o(res.currency) payment_term_id:m2o(account.payment.term) note:html order_line:o2m(sale.order.line,order_id)
     amount_untaxed:money amount_tax:money amount_total:money invoice_ids:m2m(account.move)
     invoice_status:sel(upselling,invoiced,to~invoice,no) tag_ids:m2m(crm.tag) ${CHATTER}`,
  ],
  'sale.order.line': [
    'Sales Order Line',
    `order_id:m2o(sale.order)* sequence:int product_id:m2o(product.product) name:text* product_uom_qty:float* price_unit:float*
     product_uom:m2o(uom.uom)@<19 product_uom_id:m2o(uom.uom)@>=19 tax_id:m2m(account.tax)@<19 tax_ids:m2m(account.tax)@>=19
     discount:float display_type:sel(line_section,line_note) price_subtotal:money price_total:money`,
  ],
  'sale.advance.payment.inv': [
    'Sales Advance Payment Invoice',
    'advance_payment_method:sel(delivered,percentage,fixed) sale_order_ids:m2m(sale.order)',
  ],
  'account.move': [
    'Journal Entry',
    `name:char move_type:sel(entry,out_invoice,out_refund,in_invoice,in_refund,out_receipt,in_receipt)* state:sel(draft,posted,cancel)*
     payment_state:sel(not_paid,in_payment,paid,partial,reversed) partner_id:m2o(res.partner) ref:char payment_reference:char
     invoice_origin:char invoice_date:date invoice_date_due:date date:date journal_id:m2o(account.journal)
     currency_id:m2o(res.currency)* company_id:m2o(res.company) invoice_line_ids:o2m(account.move.line,move_id) narration:html
     amount_untaxed:money amount_tax:money amount_total:money amount_residual:money invoice_user_id:m2o(res.users) ${CHATTER}`,
  ],
  'account.move.line': [
    'Journal Item',
    `move_id:m2o(account.move)* name:char product_id:m2o(product.product) quantity:float price_unit:float discount:float
     tax_ids:m2m(account.tax) account_id:m2o(account.account) price_subtotal:money price_total:money
     display_type:sel(product,cogs,tax,discount,rounding,payment_term,line_section,line_note,epd)*`,
  ],
  'account.payment': [
    'Payments',
    `name:char payment_type:sel(outbound,inbound)* partner_type:sel(customer,supplier)* partner_id:m2o(res.partner) amount:money
     currency_id:m2o(res.currency) date:date* state:sel(draft,in_process,paid,canceled,rejected) journal_id:m2o(account.journal)
     memo:char payment_reference:char company_id:m2o(res.company)`,
  ],
  'account.journal': ['Journal', `name:char* code:char type:sel(sale,purchase,cash,bank,general) ${ACTIVE}`],
  'account.tax': ['Tax', `name:char* amount:float ${ACTIVE}`],
  'account.account': ['Account', 'name:char* code:char'],
  'account.payment.term': ['Payment Terms', `name:char* ${ACTIVE}`],
};

const MAIL: Readonly<Record<string, [string, string]>> = {
  'mail.message': [
    'Message',
    `subject:char date:datetime body:html model:char res_id:ref record_name:char subtype_id:m2o(mail.message.subtype)
     message_type:sel(email,comment,email_outgoing,notification,auto_comment,user_notification)* author_id:m2o(res.partner)
     email_from:char message_id:char parent_id:m2o(mail.message) partner_ids:m2m(res.partner) attachment_ids:m2m(ir.attachment)
     is_internal:bool reply_to:char`,
  ],
  'mail.message.subtype': ['Message subtypes', 'name:char* internal:bool'],
  'mail.activity': [
    'Activity',
    `res_model_id:m2o(ir.model)* res_model:char res_id:ref res_name:char activity_type_id:m2o(mail.activity.type) summary:char
     note:html date_deadline:date* user_id:m2o(res.users)* state:sel(overdue,today,planned,done) ${ACTIVE}`,
  ],
  'mail.activity.type': ['Activity Type', `name:char* res_model:char ${ACTIVE}`],
  'base.automation': [
    'Automation Rule',
    `name:char* model_id:m2o(ir.model)* model_name:char ${ACTIVE} filter_domain:char action_server_ids:o2m(ir.actions.server,base_automation_id)
     trigger:sel(on_stage_set,on_user_set,on_archive,on_unarchive,on_create_or_write,on_create,on_write,on_unlink,on_webhook)*
     trigger_field_ids:m2m(ir.model.fields)`,
  ],
  'ir.actions.server': [
    'Server Action',
    `name:char* usage:sel(ir_actions_server,ir_cron,base_automation)* state:sel(object_write,object_create,code,webhook,multi)* model_id:m2o(ir.model)* model_name:char webhook_url:char
     webhook_field_ids:m2m(ir.model.fields) base_automation_id:m2o(base.automation)`,
  ],
};

/** All models of this version. */
export function modelsOf(version: number): Map<string, ModelDef> {
  const all = { ...BASE, ...CRM, ...SALES, ...MAIL };
  return new Map(
    Object.entries(all).map(([model, [label, table]]) => [model, modelDef(model, label, table, version)]),
  );
}
