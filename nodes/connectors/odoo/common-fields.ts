// Generated from pieces/odoo/src/common-fields.ts by `npm run nodes:generate`: change it there.
import { list, lookup, number, text } from '../../kit/field';
import type { OdooClient } from './client';
import { idOf } from './relations';

/** Of every operation: on whose behalf, and in which language. */
export const contextFields = {
  company: lookup('Company', {
    help: 'Id or name of the company to work in, where there are several. Several ids: separated by commas.',
    from: 'companies',
  }),
  language: text('Language', {
    help: 'Of translated names and labels, such as de_DE. The language of the account when left out.',
  }),
};

export interface ContextInput {
  company?: string | undefined;
  language?: string | undefined;
}

/** The client in the context that the input asks for. */
export async function inContext(odoo: OdooClient, { company, language }: ContextInput): Promise<OdooClient> {
  const spoken = language ? odoo.with({ lang: language }) : odoo;
  if (!company) return spoken;
  const ids: number[] = [];
  for (const one of /^[\d\s,]+$/.test(company) ? company.split(',') : [company]) {
    ids.push(await idOf(odoo, 'res.company', one, 'company'));
  }
  return spoken.with({ allowed_company_ids: ids });
}

export const modelField = lookup('Model', {
  help: 'Technical name, such as crm.lead or res.partner.',
  from: 'models',
  required: true,
});

export const fieldsField = list('Fields', {
  help: 'Technical names, such as name and email_from. A few usual ones when left out.',
});

export const keyField = text('Key', {
  help: 'Your own name for it, such as the id of the mail it comes from. The same key always means the same record.',
  required: true,
});

/** Of operations on one record of a known model. */
export const idField = text('Id', { help: 'Id of the record in Odoo.', required: true });

/** Of operations that find records. */
export const listFields = {
  limit: number('Limit', { help: 'At most this many; 100 when left out.', default: 100 }),
  ...contextFields,
};
export const MOST = 10_000;
