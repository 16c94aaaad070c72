import { ImportField } from '@pebble/contract/import-mapping';
import { expect, it } from 'vitest';
import { preview } from '../../testing/imports-factories.ts';
import { withField } from './with-field.ts';

const { mapping } = preview();
const fields = (one: typeof mapping) => one.columns.map(({ field }) => field);

it('gives a column its use, and leaves the mapping that was as it was', () => {
  expect(fields(withField(mapping, 3, 'ignore'))).toEqual(['from', 'subject', 'body', 'ignore']);
  expect(fields(mapping)).toEqual(['from', 'subject', 'body', 'extra']);
});

it.each(ImportField.options)('%s stands once, unless several columns of it are joined', (field) => {
  const both = withField(withField(mapping, 0, field), 1, field);
  const joined = ['subject', 'body', 'to', 'cc', 'attachment_urls', 'extra', 'ignore'].includes(field);
  expect(fields(both).slice(0, 2)).toEqual(joined ? [field, field] : ['extra', field]);
});
