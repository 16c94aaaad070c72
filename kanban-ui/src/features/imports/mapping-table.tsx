import { ImportField } from '@pebble/contract/import-mapping';
import { texts } from '../../messages/imports.ts';
import { Select } from '../../ui/select.tsx';
import { Table } from '../../ui/table.tsx';
import type { MappingDraft } from './use-mapping-draft.ts';

const words = texts.mapping;
const FIELDS = ImportField.options.map((field) => [field, words.fields[field]] as const);
const VALUES = 3;

/** What each column of the file becomes, beside what stands in it. */
export function MappingTable({ draft: { preview, mapping, setField } }: { draft: MappingDraft }) {
  const fields = new Map(mapping.columns.map(({ column, field }) => [column, field]));
  const valuesOf = (column: number): string[] =>
    preview.rows
      .map(({ cells }) => cells[column]?.trim() ?? '')
      .filter((cell) => cell !== '')
      .slice(0, VALUES);
  const head = (
    <>
      <th scope="col">{words.column}</th>
      <th scope="col">{words.values}</th>
      <th scope="col">{words.field}</th>
    </>
  );
  return (
    <Table caption={words.caption} head={head}>
      {preview.columns.map(({ column, name }) => {
        const values = valuesOf(column);
        const field = fields.get(column) ?? 'extra';
        return (
          <tr role="row" key={column} data-column-field={field}>
            <td role="cell" className="mapping-name">
              <bdi>{name}</bdi>
            </td>
            <td role="cell" className="mapping-values" dir="auto">
              {values.length === 0 ? words.noValue : values.map((value, at) => <span key={at}>{value}</span>)}
            </td>
            <td role="cell" className="mapping-field">
              <Select
                label={words.fieldOf(name)}
                options={FIELDS}
                value={field}
                onChoose={(next) => setField(column, next)}
              />
            </td>
          </tr>
        );
      })}
    </Table>
  );
}
