import type {
  ImportMapping,
  ImportPreview,
  ImportProblem,
  SampleMail,
} from '@pebble/contract/import-mapping';
import type { z } from 'zod';
import type { Inspection, SheetRow } from '../../imports/reader-protocol.ts';
import type { ImportRecord } from './import-record.ts';
import { guessMapping, recognisedColumns } from './guess-mapping.ts';
import { isArchive } from './import-states.ts';
import { mappingProblems, nothingBelow } from './mapping-problems.ts';
import { mailOfRow, RowError } from './row-mail.ts';
import { planRows, type RowPlan } from './row-plan.ts';
import { cellsOf, columnNames, sheetOf } from './sheet-columns.ts';

const ROWS = 20;
const BODY = 2_000;

type Previewed = Pick<ImportRecord, 'id' | 'format' | 'inspection' | 'mapping' | 'mailbox'>;

/** What comes of the first rows: with `draft` if given, else with the saved mapping, else with our guess. */
export function previewOf(record: Previewed, draft?: ImportMapping): ImportPreview {
  const mapping = draft ?? record.mapping;
  const nothing = { import_id: record.id, sheets: [], columns: [], rows: [], saved: mapping !== null };
  if (isArchive(record.format)) return { ...nothing, ...previewOfArchive(record) };
  const chosen = mapping ?? guessMapping(record.inspection, null);
  return { ...nothing, ...previewOfSheet(record.inspection, chosen, record.mailbox) };
}

type Parts = Omit<ImportPreview, 'import_id' | 'saved'>;

function previewOfSheet(inspection: Inspection, mapping: ImportMapping, mailbox: string | null): Parts {
  const sheet = sheetOf(inspection, mapping.sheet);
  const plan = planRows(inspection, mapping, mailbox);
  const rows = sheet.head.slice(mapping.header_row, mapping.header_row + ROWS);
  const recognised = recognisedColumns(sheet, mapping.header_row);
  const fields = new Map(
    [...plan.columns].flatMap(([field, columns]) => columns.map((column) => [column, field] as const)),
  );
  const tried = rows.map((row) => tryRow(row, plan));
  const general = [...mappingProblems(mapping, plan), ...nothingBelow(sheet, mapping)];
  // A mapping that is wrong as a whole is wrong in every row, which needs saying once.
  const isWrong = general.some(({ severity }) => severity === 'error');
  const complete = {
    ...mapping,
    sheet: inspection.delimiter === null ? sheet.name : null,
    columns: plan.names.map((_, column) => ({ column, field: fields.get(column) ?? ('extra' as const) })),
    delimiter: mapping.delimiter ?? inspection.delimiter,
    encoding: mapping.encoding ?? inspection.encoding,
  };
  return {
    sheets:
      inspection.delimiter === null
        ? inspection.sheets.map(({ name, rows: count, columns }) => ({ name, rows: count, columns }))
        : [],
    columns: columnNames(sheet, mapping.header_row).map((name, column) => ({
      ...{ column, name, field: fields.get(column) ?? ('extra' as const) },
      recognised: recognised[column] ?? false,
    })),
    rows: rows.map((row) => ({ line: row.line, cells: cellsOf(row) })),
    mapping: complete,
    mails: tried.flatMap((one) => ('mail' in one ? [one.mail] : [])),
    problems: [...general, ...tried.flatMap((one) => ('problem' in one && !isWrong ? [one.problem] : []))],
  };
}

function tryRow(
  row: SheetRow,
  plan: RowPlan,
): { mail: z.infer<typeof SampleMail> } | { problem: ImportProblem } {
  try {
    const mail = mailOfRow(row, plan);
    const {
      received_at = null,
      mailbox = null,
      message_id = null,
      subject,
      from,
      to,
      cc,
      attachment_urls,
    } = mail;
    const body = mail.body.slice(0, BODY);
    return {
      mail: {
        line: row.line,
        subject,
        from,
        to,
        cc,
        body,
        received_at,
        mailbox,
        message_id,
        attachment_urls,
      },
    };
  } catch (error) {
    if (!(error instanceof RowError)) throw error;
    return { problem: { severity: 'warning', message: error.message, column: null, line: row.line } };
  }
}

function previewOfArchive({ inspection, mailbox }: Previewed): Parts {
  const mails = inspection.mails.flatMap(({ error, sent_at, ...mail }) =>
    error === undefined ? [{ ...mail, received_at: sent_at, mailbox, attachment_urls: [] }] : [],
  );
  const problems = inspection.mails.flatMap(({ error, line }): ImportProblem[] =>
    error === undefined ? [] : [{ severity: 'warning', message: error, column: null, line }],
  );
  return { sheets: [], columns: [], rows: [], mapping: NO_MAPPING, mails, problems };
}

const NO_MAPPING: ImportMapping = {
  ...{ sheet: null, header_row: 0, delimiter: null, encoding: null, columns: [], defaults: {} },
  ...{ date_order: 'dmy', utc_offset: '+00:00' },
};
