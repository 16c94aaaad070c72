import type { CellObject } from 'xlsx';

const ERRORS: Record<number, string> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
  43: '#GETTING_DATA',
};

/**
 * The value of a cell as text. Not the text that the program shows: that may be `###`, `9.2E+11` or a date without its year.
 * Of a formula it is the value that was last computed; formulas are never run.
 */
export function cellText(cell: CellObject | undefined): string {
  switch (cell?.t) {
    case 's':
      return String(cell.v ?? '');
    case 'n':
      return numberText(Number(cell.v));
    case 'b':
      return cell.v === true ? 'TRUE' : 'FALSE';
    case 'd':
      return dateText(cell.v as Date);
    case 'e':
      return ERRORS[Number(cell.v)] ?? '#N/A';
    default:
      return '';
  }
}

/** Without the noise of the last binary digit: 0.1 + 0.2 is 0.3, and fifteen digits are all that a spreadsheet keeps. */
function numberText(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(15))) : '';
}

/** As written on the wall of whoever wrote the sheet: a cell knows no time zone, so the reader hands dates over as if in UTC. */
function dateText(value: Date): string {
  if (Number.isNaN(value.getTime())) return '';
  // Seconds are fractions of a day in the file, so that some come out a millisecond short.
  const text = new Date(Math.round(value.getTime() / 1000) * 1000).toISOString().replace('.000Z', '');
  return text.endsWith('T00:00:00') ? text.slice(0, 10) : text;
}
