import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** A chain's head as it once was, kept outside the database: a chain alone does not show that its end was cut off. */
export const Anchor = z.object({
  tenant_id: z.string(),
  height: z.number().int().positive(),
  hash: z.string(),
  last_xid: z.string(),
  last_id: z.string(),
  sealed_at: z.string(),
});
export type Anchor = z.infer<typeof Anchor>;

export interface Anchors {
  /** By tenant, in the order in which they were written. */
  byTenant: ReadonlyMap<string, readonly Anchor[]>;
  /** Numbers of lines that are no anchor, counted from 1. */
  unreadable: readonly number[];
}

/** One anchor a line, only ever appended to. */
export function anchorPath(dataDir: string): string {
  return join(dataDir, 'audit-anchors.jsonl');
}

/** Reads the anchor file; a missing one is empty. */
export async function readAnchors(path: string): Promise<Anchors> {
  const byTenant = new Map<string, Anchor[]>();
  const unreadable: number[] = [];
  if (!existsSync(path)) return { byTenant, unreadable };
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number += 1;
    if (line === '') continue;
    const anchor = parseAnchor(line);
    if (!anchor) unreadable.push(number);
    else {
      const known = byTenant.get(anchor.tenant_id) ?? [];
      known.push(anchor);
      byTenant.set(anchor.tenant_id, known);
    }
  }
  return { byTenant, unreadable };
}

function parseAnchor(line: string): Anchor | null {
  try {
    return Anchor.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

/** The anchor that reaches highest, which need not be the last: a chain that was cut grows again from below. */
export function highestAnchor(anchors: readonly Anchor[]): Anchor | null {
  let highest: Anchor | null = null;
  for (const anchor of anchors) if (!highest || anchor.height > highest.height) highest = anchor;
  return highest;
}
