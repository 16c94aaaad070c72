// Generated from pieces/odoo/src/document.ts by `npm run nodes:generate`: change it there.
import { ConflictError } from '../../kit/errors';
import type { OdooClient, Values } from './client';
import { findByKey, upsertByKey } from './external-id';

interface Document {
  model: string;
  key: string;
  header: Values;
  /** Field of the lines, and what replaces them. */
  lines: [field: string, commands: readonly unknown[]];
}

/**
 * A draft with lines under a key. The header comes first, in one transaction with its key; then the lines, which replace whatever is
 * there. What was cut off in between is finished by the repeat; what is no draft any more is left alone.
 */
export async function draftOf(
  odoo: OdooClient,
  { model, key, header, lines: [field, commands] }: Document,
): Promise<number> {
  const known = await findByKey(odoo, model, key);
  if (known !== null) {
    const [now] = await odoo.read(model, [known], ['state', field]);
    const lines = now?.[field];
    if (Array.isArray(lines) && lines.length > 0) return known;
    if (now?.['state'] !== 'draft')
      throw new ConflictError('The document of this key is no draft any more, and has no lines');
  }
  const id = known ?? (await upsertByKey(odoo, model, key, header));
  await odoo.write(model, [id], { [field]: commands });
  return id;
}
