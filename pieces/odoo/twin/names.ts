import type { Database } from './database.ts';

/** The name under which a record is shown. */
export function nameOf(db: Database, model: string, id: number): string {
  const row = db.row(model, id);
  if (!row) return '';
  const parent =
    model === 'res.partner' && typeof row['parent_id'] === 'number' ? db.row(model, row['parent_id']) : null;
  const name = row['name'] || row['summary'] || row['subject'] || `${model},${id}`;
  return parent ? `${String(parent['name'])}, ${String(name)}` : String(name);
}
