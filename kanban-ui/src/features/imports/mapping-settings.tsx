import { DateOrder, Delimiter, Encoding } from '@pebble/contract/import-mapping';
import { texts } from '../../messages/imports.ts';
import { Field } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { UTC_OFFSETS } from './utc-offsets.ts';
import type { MappingDraft } from './use-mapping-draft.ts';

const words = texts.mapping;
const HEADING_ROWS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const ENCODINGS = Encoding.options.map((one) => [one, words.encodings[one]] as const);
const DELIMITERS = Delimiter.options.map((one) => [one, words.delimiters[one]] as const);
const DATE_ORDERS = DateOrder.options.map((one) => [one, words.dateOrders[one]] as const);

interface FileSettingsProps {
  draft: MappingDraft;
  csv: boolean;
}

/** How the file is read: its sheet, its headings, how its cells are parted. The columns depend on it. */
export function FileSettings({ draft, csv }: FileSettingsProps) {
  const { preview, mapping, reread } = draft;
  const rows = [...new Set([...HEADING_ROWS, mapping.header_row])].map(
    (row) => [String(row), words.headingsIn(row)] as const,
  );
  return (
    <div className="mapping-settings">
      {preview.sheets.length > 1 && (
        <SelectField
          label={words.sheet}
          options={preview.sheets.map(({ name, rows: n }) => [name, words.sheetOf(name, n)] as const)}
          value={mapping.sheet ?? preview.sheets[0]?.name ?? ''}
          onChoose={(sheet) => reread({ sheet, header_row: 1 })}
        />
      )}
      <SelectField
        label={words.headings}
        options={rows}
        value={String(mapping.header_row)}
        onChoose={(row) => reread({ header_row: Number(row) })}
      />
      {csv && (
        <>
          <SelectField
            label={words.delimiter}
            options={DELIMITERS}
            value={mapping.delimiter ?? ','}
            onChoose={(delimiter) => reread({ delimiter })}
          />
          <SelectField
            label={words.encoding}
            options={ENCODINGS}
            value={mapping.encoding ?? 'utf-8'}
            onChoose={(encoding) => reread({ encoding })}
          />
        </>
      )}
    </div>
  );
}

/** What its dates mean, and what stands for empty cells. */
export function FinerSettings({ draft: { mapping, change } }: { draft: MappingDraft }) {
  const { defaults, date_order: order, utc_offset: offset } = mapping;
  // An empty field is no default, and no address either.
  const setDefault = (name: 'subject' | 'from' | 'body', text: string): void => {
    const { [name]: _, ...others } = defaults;
    change({ defaults: text === '' ? others : { ...others, [name]: text } });
  };
  return (
    <details className="mapping-more">
      <summary>{words.more}</summary>
      <div className="mapping-settings">
        <SelectField
          label={words.dates}
          options={DATE_ORDERS}
          value={order}
          onChoose={(date_order) => change({ date_order })}
        />
        <SelectField
          label={words.offset}
          options={UTC_OFFSETS.includes(offset) ? OFFSETS : [[offset, offset], ...OFFSETS]}
          value={offset}
          onChoose={(utc_offset) => change({ utc_offset })}
        />
        <Field
          label={words.defaultSubject}
          maxLength={500}
          value={defaults.subject ?? ''}
          onChange={(event) => setDefault('subject', event.target.value)}
        />
        <Field
          label={words.defaultFrom}
          inputMode="email"
          value={defaults.from ?? ''}
          onChange={(event) => setDefault('from', event.target.value)}
        />
        <Field
          label={words.defaultBody}
          maxLength={10_000}
          value={defaults.body ?? ''}
          onChange={(event) => setDefault('body', event.target.value)}
        />
      </div>
    </details>
  );
}

const OFFSETS = UTC_OFFSETS.map((offset) => [offset, `UTC ${offset}`] as const);
