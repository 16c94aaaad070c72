// Generated from pieces/odoo/src/stamp.ts by `npm run nodes:generate`: change it there.
const MOMENT = /^(\d{4}-\d{2}-\d{2})([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** A date, or date and time in ISO 8601, of input; null when it is none. Without an offset it is UTC, wherever the host stands. */
export function instantIn(text: string): Date | null {
  const [whole, day, time, , , offset] = MOMENT.exec(text.trim()) ?? [];
  if (!whole || !isDay(day)) return null;
  const date = new Date(`${whole.replace(' ', 'T')}${time && !offset ? 'Z' : ''}`);
  return Number.isNaN(date.getTime()) ? null : date;
}

// JavaScript takes 31 February for 3 March.
function isDay(day = ''): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** An instant in Odoo's own form: UTC, whole seconds, no zone. */
export function stampOf(instant: Date): string {
  return instant.toISOString().slice(0, 19).replace('T', ' ');
}

/** ISO 8601 of an instant in Odoo's form. */
export function isoOf(stamp: string): string {
  return `${stamp.slice(0, 19).replace(' ', 'T')}.000Z`;
}
