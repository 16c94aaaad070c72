import type { FlowGraph, FlowNode, StepFigures } from '@pebble/contract/flow-versions';
import { texts } from '../../messages/flows.ts';
import { Table } from '../../ui/table.tsx';
import { figuresText } from './figures-text.ts';
import { toneOf, type Colours } from './step-tones.ts';

const words = texts.picture;

export interface GraphProps {
  graph: FlowGraph;
  /** Undefined until they are there. */
  figures: readonly StepFigures[] | undefined;
  colours: Colours;
}

/** The picture in words: each step, what it does, and what comes next. */
export function FlowTable({ graph, figures, colours }: GraphProps) {
  const names = new Map(graph.nodes.map(({ step, display_name: name }) => [step, name]));
  const head = (
    <>
      <th scope="col">{words.step}</th>
      <th scope="col">{words.does}</th>
      <th scope="col">{words.next}</th>
      <th scope="col">{words.onFailure}</th>
      {colours !== 'none' && <th scope="col">{words.figures}</th>}
    </>
  );
  return (
    <Table caption={words.caption} head={head}>
      {graph.nodes.map((node) => {
        const next = graph.edges.filter(({ from }) => from === node.step);
        const found = figures?.find(({ step }) => step === node.step);
        return (
          <tr role="row" key={node.step}>
            <td role="cell">
              <strong>{node.display_name}</strong>
              {node.display_name !== node.step && <span className="table-sub">{node.step}</span>}
            </td>
            <td role="cell" data-label={words.does}>
              <span>
                {words.kinds[node.kind]}
                {node.piece !== null && <span className="table-sub">{pieceOf(node)}</span>}
              </span>
            </td>
            <td role="cell" data-label={words.next}>
              <ul className="flow-next">
                {next.map(({ to, label }) => (
                  <li key={`${to} ${label}`}>
                    {label !== null && <em>{label}: </em>}
                    {names.get(to) ?? to}
                  </li>
                ))}
                {next.length === 0 && <li>{words.end}</li>}
              </ul>
            </td>
            <td role="cell" data-label={words.onFailure}>
              {node.kind === 'piece' && failureOf(node)}
            </td>
            {colours !== 'none' && (
              <td role="cell" data-label={words.figures}>
                <span className="flow-figure" data-tone={toneOf(found, colours)}>
                  {figuresText(found, colours)}
                </span>
              </td>
            )}
          </tr>
        );
      })}
    </Table>
  );
}

/** `pebble 0.2.0: create_or_append_card`. */
export function pieceOf({ piece, piece_version: version, action }: FlowNode): string {
  return `${piece?.replace(/^@[\w-]+\/piece-/, '') ?? ''} ${version ?? ''}: ${action ?? ''}`;
}

export function failureOf(node: FlowNode): string {
  const end = node.continue_on_failure ? words.goesOn : words.stops;
  return node.retry_on_failure ? `${words.retries} ${end}` : end;
}
