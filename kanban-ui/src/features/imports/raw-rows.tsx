import type { ImportPreview } from '@pebble/contract/import-mapping';
import { texts } from '../../messages/imports.ts';

/** The first rows as they stand in the file. A wide table scrolls in a frame of its own. */
export function RawRows({ preview: { columns, rows } }: { preview: ImportPreview }) {
  const words = texts.preview;
  return (
    <details className="preparation">
      <summary>{words.raw}</summary>
      {/* Can be reached by keyboard, or it could not be scrolled without a mouse. */}
      <div className="raw-rows" tabIndex={0} role="region" aria-label={words.rawCaption}>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.rows.line}</th>
              {columns.map(({ column, name }) => (
                <th scope="col" key={column}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ line, cells }) => (
              <tr key={line}>
                <th scope="row">{line}</th>
                {columns.map(({ column }) => (
                  <td key={column} dir="auto">
                    {cells[column]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
