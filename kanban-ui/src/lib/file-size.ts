import { locale } from '../messages.ts';

/** `14 kB`, `2.1 MB`; decimal units, as mail programs count. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return format(bytes, 'byte', 0, 'long');
  if (bytes < 1_000_000) return format(bytes / 1000, 'kilobyte', 0);
  return format(bytes / 1_000_000, 'megabyte', 1);
}

function format(
  value: number,
  unit: string,
  digits: number,
  unitDisplay: 'short' | 'long' = 'short',
): string {
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay,
    maximumFractionDigits: digits,
  }).format(value);
}
