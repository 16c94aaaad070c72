import type { ImportField, ImportMapping, ImportProblem } from '@pebble/contract/import-mapping';
import { HEAD_LOOK } from '../../imports/limits.ts';
import type { SheetHead } from '../../imports/reader-protocol.ts';
import { JOINED } from './guess-mapping.ts';
import type { RowPlan } from './row-plan.ts';

/** What is wrong with a mapping as a whole. With an error it is not saved. */
export function mappingProblems(mapping: ImportMapping, plan: RowPlan): ImportProblem[] {
  return [...tooMany(plan), ...unknownColumns(mapping, plan), ...missing(mapping, plan)];
}

/** Of a sheet that ends with its headings; one that is long may go on behind what was looked at. */
export function nothingBelow({ head, rows }: SheetHead, { header_row }: ImportMapping): ImportProblem[] {
  if (head.length > header_row || rows > HEAD_LOOK) return [];
  const message = 'There is no row below the headings. Choose another sheet, or another row of headings.';
  return [error(message, null)];
}

function tooMany(plan: RowPlan): ImportProblem[] {
  return [...plan.columns]
    .filter(([field, columns]) => columns.length > 1 && !JOINED.includes(field))
    .map(([field, columns]) =>
      error(`Only one column can be ${field}; choose extra for the others.`, columns[1] ?? null),
    );
}

function unknownColumns(mapping: ImportMapping, plan: RowPlan): ImportProblem[] {
  return mapping.columns
    .filter(({ column }) => column >= plan.names.length)
    .map(({ column }) =>
      error(`The sheet has ${plan.names.length} columns; there is no column ${column}.`, column),
    );
}

function missing(mapping: ImportMapping, plan: RowPlan): ImportProblem[] {
  const has = (field: ImportField) => plan.columns.has(field);
  const problems: ImportProblem[] = [];
  if (!has('from') && mapping.defaults.from === undefined) {
    problems.push(error('No column is the sender (from), and there is no default for it.', null));
  }
  if (!has('subject') && mapping.defaults.subject === undefined) {
    problems.push(warning('No column is the subject; the cards will have none unless you set a default.'));
  }
  if (!has('body') && !has('extra') && mapping.defaults.body === undefined) {
    problems.push(warning('No column goes into the body.'));
  }
  return problems;
}

function error(message: string, column: number | null): ImportProblem {
  return { severity: 'error', message, column, line: null };
}

function warning(message: string): ImportProblem {
  return { severity: 'warning', message, column: null, line: null };
}
