import type { ImportField } from '@pebble/contract/import-mapping';
import type { ImportFormat, ImportState, RowResult } from '@pebble/contract/imports';
import { count, number } from './words.ts';

const rows = (n: number): string => count(n, 'row', 'rows');
const mails = (n: number): string => count(n, 'mail', 'mails');

const formats: Record<ImportFormat, string> = {
  csv: 'CSV',
  xlsx: 'Excel',
  xls: 'Excel 97',
  ods: 'OpenDocument',
  mbox: 'mail archive',
  eml: 'single mail',
};

const states: Record<ImportState, string> = {
  uploaded: 'Columns to check',
  mapped: 'Ready',
  running: 'Running',
  paused: 'Paused',
  done: 'Imported',
  failed: 'Stopped by an error',
  cancelled: 'Cancelled',
};

const results: Record<RowResult, string> = {
  accepted: 'Taken in',
  duplicate: 'Copy',
  rejected: 'Sender not wanted',
  error: 'Not readable',
  would_accept: 'Would be taken in',
  would_create: 'Would make a card',
  would_append: 'Would join a card',
  would_reopen: 'Would reopen a card',
  would_ignore: 'Would be ignored',
  would_fail: 'Would fail',
};

const fields: Record<ImportField, string> = {
  subject: 'Subject',
  from: 'Sender: e-mail address',
  from_name: 'Sender: name',
  body: 'Text of the mail',
  received_at: 'Date received',
  mailbox: 'Mailbox that received it',
  message_id: 'Message-ID',
  in_reply_to: 'Reply to (Message-ID)',
  to: 'To',
  cc: 'Cc',
  attachment_urls: 'Links of attachments',
  extra: 'Added to the text',
  ignore: 'Left out',
};

/** What the screen of imports says. */
export const texts = {
  title: 'Imports',
  state: 'State',
  everyState: 'Every state',
  states,
  tried: 'Tried in shadow',
  waiting: 'Waiting its turn',
  formats,
  results,
  shadow: 'Shadow',
  someone: 'somebody',

  upload: {
    title: 'Import a file',
    lead: 'A table with one mail a row (.xlsx, .xls, .ods or .csv), a mail archive (.mbox) or a single mail (.eml), up to 50 MB. Nothing is imported before you have seen what comes of it.',
    drop: 'Drop a file here, or',
    dropNow: 'Drop it',
    choose: 'Choose a file…',
    input: 'File to import',
    busy: (name: string) => `Uploading “${name}” and looking into it…`,
    stop: 'Stop the upload',
    mailbox: 'Mailbox',
    mailboxHint: 'Where mails go that name no mailbox of their own. It decides the entity.',
    noMailbox: (entity: string) => `None (${entity})`,
    taken: (name: string) => `${name} is uploaded`,
    failed: (name: string) => `“${name}” was not taken`,
    oneOnly: 'One file at a time, please.',
    folder: 'That is a folder, or nothing that can be read. Drop one file.',
    ending: (name: string) =>
      `“${name}” is none of the kinds that can be imported: .xlsx, .xls, .ods, .csv, .mbox or .eml.`,
    empty: (name: string) => `“${name}” is empty.`,
    large: (name: string, size: string) =>
      `“${name}” has ${size}; 50 MB is the most. Part it into several files.`,
    existed: (name: string) => `“${name}” was imported before`,
    existedHint: 'Mails that are known already stay one mail, however often they are imported.',
    showEarlier: 'Look at that import',
    again: 'Import it again',
  },

  list: {
    caption: 'Imports',
    file: 'File',
    progress: 'Rows',
    state: 'State',
    when: 'Uploaded',
    none: 'No imports yet',
    noneText: 'Bring in mail that you have in a table or an archive. You see what would come of it first.',
    noMatch: 'No import in this state',
    noMatchText: 'Choose another state, or every state.',
    showAll: 'Show all imports',
  },

  one: {
    back: 'All imports',
    gone: 'This import does not exist, or it is not yours to see',
    goneHint: 'The link may be old. Choose one in the list.',
    facts: (format: string, size: string) => `${format}, ${size}`,
    uploaded: (who: string, when: string) => `uploaded by ${who}, ${when}`,
    into: (mailbox: string) => `into ${mailbox}`,
    intoEntity: (entity: string) => `into ${entity}`,
    fileGone: (when: string) => `The file was deleted on ${when}; what became of its rows is kept.`,
  },

  acts: {
    tryIt: 'Try it (shadow)',
    tryAgain: 'Try it again (shadow)',
    live: 'Import for real…',
    resume: 'Go on',
    pause: 'Pause',
    cancel: 'Cancel…',
    discard: 'Discard…',
    busy: 'One moment…',
    hint: (archive: boolean) =>
      `Shadow changes nothing: it only reports what would become of each ${archive ? 'mail' : 'row'}.`,
    failed: 'It was not started',
    pauseFailed: 'It was not paused',
    started: { live: 'The import is running', shadow: 'The shadow run has begun' },
  },

  confirm: {
    liveTitle: (n: number | null, archive: boolean) =>
      n === null ? 'Import for real' : `Import ${(archive ? mails : rows)(n)} for real`,
    liveLead: (archive: boolean) =>
      `${archive ? 'Each mail' : 'Each row becomes a mail that'} goes through its flow, as if it had just been received: cards are made, and flows act. That cannot be taken back.`,
    untried: 'It has not been tried in shadow. That costs nothing, and shows what would come of it.',
    live: 'Import for real',
    cancelTitle: 'Cancel the import',
    cancelLead:
      'The import ends for good and its file is deleted. What was taken in so far stays: mails and cards are not removed.',
    cancel: 'Cancel the import',
    keep: 'Keep it',
    discardTitle: 'Discard the file',
    discardLead: 'The file is deleted and cannot be imported any more. What the shadow run found is kept.',
    discard: 'Discard the file',
    busy: 'One moment…',
    done: 'The import is cancelled',
  },

  progress: {
    label: 'Progress',
    meter: 'Rows done',
    of: (done: number, total: number | null, archive: boolean) => {
      const what = archive ? mails : rows;
      return total === null ? `${what(done)} done` : `${number(done)} of ${what(total)} done`;
    },
    waiting: 'It waits until mail that came before has been worked on, and then goes on by itself.',
    why: 'Why it stopped',
    goOn: 'What was done is kept: “Go on” takes up where it stopped, and no row is taken twice.',
    ended: {
      done: (sum: string) => `Finished: ${sum}`,
      failed: () => 'The import has stopped; see why.',
      cancelled: () => 'The import is cancelled.',
    },
    rehearsed: 'Only the first 500 rows go through their flow in shadow; the others are checked.',
  },

  mapping: {
    title: 'What the columns are',
    again: 'Change the columns',
    lead: 'We have guessed by the headings and by what stands below them. Change what is wrong.',
    caption: 'Columns of the file',
    column: 'Column',
    values: 'First values',
    field: 'Becomes',
    fieldOf: (name: string) => `What “${name}” becomes`,
    noValue: 'empty',
    fields,
    sheet: 'Sheet',
    sheetOf: (name: string, n: number) => `${name} (${rows(n)})`,
    headings: 'Headings stand',
    headingsIn: (row: number) => (row === 0 ? 'nowhere: there are none' : `in row ${row}`),
    delimiter: 'Cells are parted by',
    delimiters: { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'vertical bar' },
    encoding: 'Letters are encoded as',
    encodings: {
      'utf-8': 'UTF-8',
      'utf-16le': 'UTF-16 (LE)',
      'utf-16be': 'UTF-16 (BE)',
      'windows-1252': 'Windows-1252',
    },
    dates: 'Dates such as 03/04 mean',
    dateOrders: { dmy: 'day, then month', mdy: 'month, then day', ymd: 'year, month, day' },
    offset: 'Time zone of the dates',
    more: 'Dates, and what to put where a cell is empty',
    defaultSubject: 'Where the subject is empty',
    defaultFrom: 'Where the sender is empty',
    defaultBody: 'Where the text is empty',
    check: 'Check',
    checking: 'Checking…',
    failed: 'The columns were not saved',
    stale: 'You have changed the columns. “Check” shows what comes of them now.',
  },

  preview: {
    title: 'Mails that come of it',
    ofArchive: 'What is in it',
    others: (n: number) => count(n, 'more', 'more'),
    none: 'None of the first rows makes a mail.',
    rowOf: (n: number) => `Row ${number(n)}`,
    lineOf: (n: number) => `Line ${number(n)}`,
    noSubject: '(no subject)',
    noText: 'No text',
    at: (mailbox: string) => `received at ${mailbox}`,
    to: (addresses: string) => `to ${addresses}`,
    attachments: (n: number) => count(n, 'attachment', 'attachments'),
    raw: 'The first rows as they stand in the file',
    rawCaption: 'First rows of the file',
    problems: 'What to look at',
    error: 'Must be mended',
    warning: 'Worth a look',
  },

  rows: {
    title: (archive: boolean, shadow: boolean) =>
      `What ${shadow ? 'would become' : 'became'} of each ${archive ? 'mail' : 'row'}`,
    caption: 'Rows',
    filter: 'Which rows',
    every: 'All',
    line: 'Line',
    row: 'Row',
    result: 'Result',
    reason: 'Why',
    noReason: { accepted: 'Taken in as a mail', would: 'Nothing stands against it' },
    mail: 'Mail',
    openCard: 'Open its card',
    cardFailed: 'The card cannot be opened',
    none: 'No row has a result yet.',
    noneOf: 'No row has this result.',
    download: 'Download as CSV',
    downloading: 'Preparing…',
    downloadFailed: 'The results could not be downloaded',
    filename: (name: string, result: string | null) => `${name} ${result ?? 'results'}.csv`,
  },
};

/** `95 × taken in, 5 × copy`, what is most frequent first. */
export function sumOf(counts: Partial<Record<RowResult, number>>): string {
  const parts = (Object.keys(results) as RowResult[])
    .filter((result) => (counts[result] ?? 0) > 0)
    .toSorted((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0))
    .map((result) => `${number(counts[result] ?? 0)} × ${results[result].toLocaleLowerCase()}`);
  return parts.length === 0 ? 'no rows' : parts.join(', ');
}
