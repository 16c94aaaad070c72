import { fromText, type ReceiptBody } from './receipt-body.ts';
import type { ReceiptRow } from './receipt-rows.ts';
import type { ReceiptSigner } from './receipt-signer.ts';

export interface Verdict {
  valid: boolean;
  detail: string;
}

/** Whether a stored receipt is what was signed, and whether what it is found by is what it says. */
export function verifyReceiptRow(row: ReceiptRow, tenantId: string, signer: ReceiptSigner): Verdict {
  if (row.key_id !== signer.keyId) {
    return bad(`It was signed with the key ${row.key_id}, which is not that of this installation.`);
  }
  if (!signer.isGood(row.body, row.signature)) {
    return bad('The signature does not fit the text: one of them was altered in the database.');
  }
  const differing = Object.entries(expected(fromText(row.body)))
    .filter(([column, value]) => value !== actual(row, tenantId)[column as keyof ReturnType<typeof expected>])
    .map(([column]) => column);
  if (differing.length > 0) {
    return bad(
      `The signed text is untouched, but these columns beside it were altered: ${differing.join(', ')}.`,
    );
  }
  return {
    valid: true,
    detail: `Signed by this installation with the key ${row.key_id} and unaltered since.`,
  };
}

function expected(body: ReceiptBody) {
  const { tenant_id, feed_id, from, to, revision, status, signed_at, key_id } = body;
  return { tenant_id, feed_id, from, to, revision, status, signed_at, key_id };
}

function actual(row: ReceiptRow, tenantId: string): ReturnType<typeof expected> {
  const { feed_id, revision, status, key_id } = row;
  return {
    ...{ tenant_id: tenantId, feed_id, revision, status, key_id },
    from: row.from_at.toISOString(),
    to: row.to_at.toISOString(),
    signed_at: row.signed_at.toISOString(),
  };
}

function bad(detail: string): Verdict {
  return { valid: false, detail };
}
