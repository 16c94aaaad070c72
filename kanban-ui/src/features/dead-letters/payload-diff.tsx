import { useMemo } from 'react';
import { texts } from '../../messages/dead-letters.ts';
import { diffRows, type DiffRow } from './diff-rows.ts';
import './payload-diff.css';

const words = texts.editor;

/** What the edit changes, line by line, with a little of what stands around it. */
export function PayloadDiff({ before, after }: { before: string; after: string }) {
  const diff = useMemo(() => diffRows(before, after), [before, after]);
  return (
    <section className="diff" aria-labelledby="diff-title">
      <h4 id="diff-title">{words.diff}</h4>
      <p className="diff-sum" role="status">
        {diff === null
          ? words.tooDifferent
          : diff.rows.length === 0
            ? words.same
            : words.changes(diff.added, diff.removed)}
      </p>
      {diff !== null && diff.rows.length > 0 && (
        <pre className="diff-rows" tabIndex={0} aria-labelledby="diff-title">
          {diff.rows.map((row, index) => (
            <Row key={index} row={row} />
          ))}
          {diff.hidden > 0 && <span data-kind="gap">{words.hidden(diff.hidden)}</span>}
        </pre>
      )}
    </section>
  );
}

function Row({ row }: { row: DiffRow }) {
  if (row.kind === 'gap') return <span data-kind="gap">{words.gap(row.count)}</span>;
  if (row.kind === 'same') return <span data-kind="same">{row.text}</span>;
  const Mark = row.kind === 'added' ? 'ins' : 'del';
  return (
    <Mark data-kind={row.kind}>
      <span className="visually-hidden">{`${words[row.kind]}: `}</span>
      {row.text}
    </Mark>
  );
}
