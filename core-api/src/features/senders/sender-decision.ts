import type { SenderDecision, SenderMatch } from '@pebble/contract/sender-checks';
import type { TenantTx } from '../../db/with-tenant.ts';
import { senderPatterns } from '../ingestion/sender-patterns.ts';

const EXPLANATIONS: Record<SenderMatch['list'], (pattern: string) => string> = {
  blacklist: (pattern) => `Refused at the door: your blacklist holds ${pattern}.`,
  global_blacklist: (pattern) =>
    `Refused at the door: the global blacklist holds ${pattern}. Authorise the address itself if you need its mail.`,
  authorised_senders: (pattern) =>
    `Taken, and never for noise except bounces and loops: ${pattern} is an authorised sender.`,
};

/** What the lists say about an address, with the entry that decides first. */
export async function decide(tx: TenantTx, address: string): Promise<SenderDecision> {
  const matches = await matchesOf(tx, address);
  const [first] = matches;
  if (!first) {
    const explanation = 'Taken like any other mail: no list names this sender, so the noise rules apply.';
    return { address, outcome: 'ordinary', explanation, matches };
  }
  return {
    address,
    outcome: first.list === 'authorised_senders' ? 'authorised' : 'refused',
    explanation: EXPLANATIONS[first.list](first.pattern),
    matches,
  };
}

/** True when an authorised entry decides about the sender. */
export async function isAuthorised(tx: TenantTx, address: string): Promise<boolean> {
  return (await matchesOf(tx, address))[0]?.list === 'authorised_senders';
}

/** The order is that of acceptBatch: the most specific pattern first, and blacklists before the authorised. */
async function matchesOf(tx: TenantTx, address: string): Promise<SenderMatch[]> {
  const patterns = senderPatterns(address);
  const { rows } = await tx.sql.raw<{ rows: SenderMatch[] }>(
    `SELECT list, id AS entry_id, pattern, note FROM (
       SELECT 'blacklist' AS list, 1 AS rank, id, pattern, note FROM blacklist WHERE pattern = ANY (:patterns)
       UNION ALL SELECT 'global_blacklist', 2, id, pattern, note FROM global_blacklist WHERE pattern = ANY (:patterns)
       UNION ALL SELECT 'authorised_senders', 3, id, pattern, note FROM authorised_senders WHERE pattern = ANY (:patterns)
     ) AS e ORDER BY array_position(CAST(:patterns AS text[]), pattern), rank`,
    { patterns },
  );
  return rows;
}
