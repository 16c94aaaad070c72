import { hash, verify } from '@node-rs/argon2';

/**
 * Argon2id with 19 MiB, two passes and one lane: the first choice of the OWASP Password Storage Cheat Sheet. The variant is
 * the library's default; it cannot be named here, because its enum exists in the type declarations only.
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// Costs as much to check as a real hash, and no password is known to give 32 zero bytes.
const NOBODY = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

export function hashPassword(password: string): Promise<string> {
  return hash(normalise(password), COST);
}

/** False for a wrong password. Without a hash, because nobody has that address, it is false after the same work. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? NOBODY, normalise(password));
  return matches && passwordHash !== null;
}

// Keyboards differ in how they compose "é"; the person typed the same password (NIST SP 800-63B, 3.1.1.2).
function normalise(password: string): string {
  return password.normalize('NFKC');
}
