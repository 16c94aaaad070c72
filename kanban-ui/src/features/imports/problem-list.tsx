import type { ImportPreview } from '@pebble/contract/import-mapping';
import type { Import } from '@pebble/contract/imports';
import { texts } from '../../messages/imports.ts';
import { Chip } from '../../ui/chip.tsx';
import { hasLines } from './import-kinds.ts';

/** What is wrong with the mapping, or with one of the first rows. */
export function ProblemList({ one, preview }: { one: Import; preview: ImportPreview }) {
  const words = texts.preview;
  const place = hasLines(one) ? words.lineOf : words.rowOf;
  return (
    // Stands before there is anything in it, or a screen reader would miss that.
    <div className="problems" role="status">
      {preview.problems.length > 0 && (
        <>
          <h4>{words.problems}</h4>
          <ul>
            {preview.problems.map(({ severity, message, line }, at) => (
              <li key={at} data-severity={severity}>
                <Chip tone={severity === 'error' ? 'danger' : 'warn'}>{words[severity]}</Chip>
                <span>
                  {line !== null && `${place(line)}: `}
                  {message}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
