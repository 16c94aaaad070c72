// Generated from pieces/odoo/src/tags.ts by `npm run nodes:generate`: change it there.
import { passOn } from '../../kit/host/pass-on';
import type { OdooClient } from './client';

const TAG = 'crm.tag';

/** Ids of tags by name, those that are missing made first. Tag names are unique in Odoo, so a race ends in one. */
export async function tagIds(odoo: OdooClient, names: readonly string[]): Promise<number[]> {
  const wanted = [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))];
  const found = await idsByName(odoo, wanted);
  const missing = wanted.filter((name) => !found.has(name.toLowerCase()));
  if (missing.length > 0) {
    try {
      const made = await odoo.create(
        TAG,
        missing.map((name) => ({ name })),
      );
      missing.forEach((name, at) => found.set(name.toLowerCase(), made[at] ?? 0));
    } catch (error) {
      // Somebody else made one of them in this moment: then it is there now.
      for (const [name, id] of await idsByName(odoo, missing)) found.set(name, id);
      if (missing.some((name) => !found.has(name.toLowerCase()))) throw passOn(error);
    }
  }
  return wanted.flatMap((name) => found.get(name.toLowerCase()) ?? []);
}

async function idsByName(odoo: OdooClient, names: readonly string[]): Promise<Map<string, number>> {
  const domain = [['name', 'in', names]];
  const rows = await odoo.search({ model: TAG, domain, fields: ['name'], limit: names.length });
  return new Map(rows.map((row) => [String(row['name']).toLowerCase(), row.id]));
}
