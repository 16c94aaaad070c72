/** One mail for one entity: which of its mailboxes it names. */
export interface Delivery {
  entityId: string;
  /** The most telling one; null when the mail names none of ours. */
  mailbox: string | null;
  /** Further mailboxes of the same entity. */
  alsoMailboxes: string[];
}

/**
 * A mail that names mailboxes of several entities is one mail for each of them, in the order in which they are named.
 *
 * @param addresses most telling first
 */
export function deliveriesTo(
  addresses: readonly string[],
  entityOfMailbox: ReadonlyMap<string, string>,
): Delivery[] {
  const deliveries = new Map<string, Delivery>();
  for (const mailbox of new Set(addresses)) {
    const entityId = entityOfMailbox.get(mailbox);
    if (entityId === undefined) continue;
    const delivery = deliveries.get(entityId);
    if (delivery) delivery.alsoMailboxes.push(mailbox);
    else deliveries.set(entityId, { entityId, mailbox, alsoMailboxes: [] });
  }
  return [...deliveries.values()];
}
