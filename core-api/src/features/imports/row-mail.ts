import type { ImportField } from '@pebble/contract/import-mapping';
import { JsonMail, MailAddress } from '@pebble/contract/ingestion';
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { cleanLine, cleanText } from '../../mail/clean-text.ts';
import type { SheetRow } from '../../imports/reader-protocol.ts';
import { readDate } from './row-dates.ts';
import type { RowPlan } from './row-plan.ts';
import { columnLetter } from './sheet-columns.ts';

/** The row is no mail. The message names the column and what to do, and quotes nothing. */
export class RowError extends Error {
  override readonly name = 'RowError';
}

const MAX_URLS = 50;
const MAX_SUBJECT = 10_000;
const MAX_SENDER = 1_000;
/** Characters of a cell with recipients; beyond, looking for addresses would keep us busy for seconds. */
const MAX_RECIPIENTS = 50_000;

/**
 * The mail that a row stands for, as it could be posted in JSON.
 *
 * A row that names no Message-ID gets one that is made of its content: the same row is the same mail wherever it comes
 * again, on another line, in a corrected file or next month; a row that was changed is another mail.
 *
 * @throws RowError
 */
export function mailOfRow(row: SheetRow, plan: RowPlan): z.output<typeof JsonMail> {
  if ('error' in row) throw new RowError(row.error);
  const cells = new RowCells(row.cells, plan);
  const { urls, others } = splitUrls(cells.all('attachment_urls'));
  const mail = {
    from: senderOf(cells, plan),
    subject: subjectOf(cells, plan),
    body: bodyOf(cells, plan, others),
    to: addressesOf(cells.all('to')),
    cc: addressesOf(cells.all('cc')),
    attachment_urls: urls,
    ...optional('received_at', receivedAt(cells, plan)),
    ...optional('in_reply_to', messageIdIn(cells.one('in_reply_to'))),
    ...optional('mailbox', cells.one('mailbox')?.toLowerCase() ?? plan.mailbox ?? undefined),
  };
  const id = cells.one('message_id');
  return checked(
    { ...mail, message_id: messageIdIn(id) ?? contentId(id ? { id, from: mail.from } : mail) },
    cells,
  );
}

class RowCells {
  readonly #cells: readonly string[];
  readonly #plan: RowPlan;

  constructor(cells: readonly string[], plan: RowPlan) {
    this.#cells = cells;
    this.#plan = plan;
    const width = cells.findLastIndex((cell) => cell.trim() !== '') + 1;
    if (plan.strictWidth && width > plan.names.length) {
      throw new RowError(
        `The row has ${width} cells and the headings are ${plan.names.length}; perhaps a cell with a delimiter in it lacks its quotes.`,
      );
    }
  }

  /** Cells of all columns of a field that are not blank. */
  all(field: ImportField): string[] {
    return this.columnsOf(field).flatMap((column) => this.#at(column) || []);
  }

  one(field: ImportField): string | undefined {
    return this.all(field)[0];
  }

  /** Blank cells left out; with what a wider row has beyond the headings. */
  extras(): { name: string; text: string }[] {
    const beyond = this.#cells.map((_, column) => column).slice(this.#plan.names.length);
    return [...this.columnsOf('extra'), ...beyond].flatMap((column) => {
      const text = this.#at(column);
      return text === '' ? [] : [{ name: this.#plan.names[column] ?? columnLetter(column), text }];
    });
  }

  columnsOf(field: ImportField): readonly number[] {
    return this.#plan.columns.get(field) ?? [];
  }

  /** For messages: the columns of a field by name. */
  nameOf(field: ImportField): string {
    const [column] = this.columnsOf(field);
    return column === undefined ? field : `"${this.#plan.names[column] ?? columnLetter(column)}"`;
  }

  #at(column: number): string {
    return cleanText(this.#cells[column] ?? '').trim();
  }
}

function senderOf(cells: RowCells, plan: RowPlan): string {
  const cell = cells.one('from') ?? plan.mapping.defaults.from;
  if (cell === undefined) throw new RowError(`There is no sender: column ${cells.nameOf('from')} is empty.`);
  // Several addresses in one cell: the first is the sender.
  const address = cleanLine(cell.slice(0, MAX_SENDER)).split(/[;,]\s*(?=\S+@)/)[0] ?? '';
  if (!MailAddress.safeParse(address).success) {
    throw new RowError(`Column ${cells.nameOf('from')} holds no e-mail address.`);
  }
  const name = cleanLine(cells.one('from_name') ?? '').replace(/["\\<>]/g, '');
  return name === '' || address.includes('<') ? address : `"${name.slice(0, 200)}" <${address}>`;
}

function subjectOf(cells: RowCells, plan: RowPlan): string {
  const subject = cells.all('subject').map(cleanLine).join(' - ') || (plan.mapping.defaults.subject ?? '');
  if (subject.length <= MAX_SUBJECT) return subject;
  throw new RowError(`Column ${cells.nameOf('subject')} holds more than ${MAX_SUBJECT} characters.`);
}

/** The text, then a line for each further column: whoever reads the card sees the whole row. */
function bodyOf(cells: RowCells, plan: RowPlan, attachmentsWithoutUrl: readonly string[]): string {
  const text = cells.all('body').join('\n\n') || (plan.mapping.defaults.body ?? '');
  const lines = [
    ...cells.extras().map(({ name, text: value }) => `${name}: ${value}`),
    ...attachmentsWithoutUrl.map((value) => `Attachment: ${value}`),
  ];
  return [text, lines.join('\n')].filter((part) => part !== '').join('\n\n');
}

function receivedAt(cells: RowCells, plan: RowPlan): string | undefined {
  const cell = cells.one('received_at');
  if (cell === undefined) return undefined;
  const date = readDate(cell, plan.mapping.date_order, plan.mapping.utc_offset);
  if (date === null)
    throw new RowError(
      `The date in column ${cells.nameOf('received_at')} cannot be read; 2026-11-30 09:15 can.`,
    );
  return date;
}

function splitUrls(cells: readonly string[]): { urls: string[]; others: string[] } {
  const words = cells.flatMap((cell) => cell.split(/[\s;,]+/).filter(Boolean));
  const urls = words
    .filter((word) => /^https?:\/\//i.test(word) && URL.canParse(word) && word.length <= 4096)
    .slice(0, MAX_URLS);
  return { urls, others: words.filter((word) => !urls.includes(word)) };
}

/** Names without an address are left out: they could reach nobody. */
function addressesOf(cells: readonly string[]): string[] {
  return cells
    .flatMap((cell) => cleanLine(cell.slice(0, MAX_RECIPIENTS)).split(/[;,]/))
    .map((part) => part.trim())
    .filter((part) => MailAddress.safeParse(part).success)
    .slice(0, 500);
}

/** A cell that holds a Message-ID; undefined for one that holds a number or nothing. */
function messageIdIn(cell: string | undefined): string | undefined {
  const id = cleanLine(cell ?? '').replace(/\s/g, '');
  if (!/^<?[^<>@]+@[^<>@]+>?$/.test(id) || id.length > 900) return undefined;
  return id.startsWith('<') ? id : `<${id}>`;
}

/** `pebble.invalid` can be nobody's domain, so that such an id never meets a real one. */
function contentId(content: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return `<row.${hash.slice(0, 40)}@pebble.invalid>`;
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}

function checked(mail: z.input<typeof JsonMail>, cells: RowCells): z.output<typeof JsonMail> {
  const result = JsonMail.safeParse(mail);
  if (result.success) return result.data;
  const field = String(result.error.issues[0]?.path[0] ?? 'row') as ImportField;
  throw new RowError(`Column ${cells.nameOf(field)}: ${result.error.issues[0]?.message ?? 'does not fit'}.`);
}
