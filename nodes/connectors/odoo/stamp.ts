// Generated from pieces/odoo/src/stamp.ts by `npm run nodes:generate`: change it there.
/** An instant in Odoo's own form: UTC, whole seconds, no zone. */
export function stampOf(instant: Date): string {
  return instant.toISOString().slice(0, 19).replace('T', ' ');
}

/** ISO 8601 of an instant in Odoo's form. */
export function isoOf(stamp: string): string {
  return `${stamp.slice(0, 19).replace(' ', 'T')}.000Z`;
}
