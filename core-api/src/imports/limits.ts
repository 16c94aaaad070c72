const MEGABYTE = 1024 * 1024;

/** Rows of one sheet, headings included. */
export const MAX_ROWS = 250_000;
/** Rows of a CSV, blank ones included, or mails of an archive: neither lies in memory, but each costs time. */
export const MAX_RECORDS = 1_000_000;
export const MAX_COLUMNS = 500;
export const MAX_SHEETS = 50;
/** Characters of one CSV row. A quote that is never closed swallows this much before it is noticed. */
export const MAX_RECORD = MEGABYTE;
/** What a zipped sheet may grow to, all of its parts together. Beyond that it would not fit into the reader's memory anyway. */
export const MAX_UNPACKED_BYTES = 400 * MEGABYTE;
export const MAX_ZIP_ENTRIES = 5_000;

/** Rows that the inspection keeps for preview and mapping, and how far it looks for them between blank ones. */
export const HEAD_ROWS = 45;
export const HEAD_LOOK = 150;
/** Characters of a cell in the inspection. */
export const HEAD_CELL = 500;
/** Characters of all cells that the inspection of one sheet keeps. */
export const HEAD_SIZE = 300_000;

/** Resident memory of the reader process, in bytes. It is killed a little before, because it grows between two looks. */
export const MAX_READER_MEMORY = 600 * MEGABYTE;
export const READER_KILLED_AT = 560 * MEGABYTE;
/** Heap of the reader in megabytes. A small young generation costs a little time and saves a hundred megabytes. */
export const READER_HEAP_MB = { old: 420, young: 8 };
/** How long the reader may keep us waiting for its next word: while a worker runs an import, and while a person waits. */
export const READER_PATIENCE_MS = 180_000;
export const INSPECTION_PATIENCE_MS = 120_000;
