/** Why a mail came to its end, without the name of the error class that a dead letter's reason begins with. */
export function plainReason(reason: string | null): string | null {
  return reason === null ? null : reason.replace(/^[A-Z]\w*: (?=\S)/, '');
}
