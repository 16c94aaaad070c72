// Generated from pieces/kit/src/same-secret.ts by `npm run nodes:generate`: change it there.
/** Compares two secrets in a time that depends on the length of the given one only, not on where they differ. */
export function sameSecret(given: string, expected: string): boolean {
  let difference = given.length ^ expected.length;
  for (let at = 0; at < given.length; at += 1) {
    difference |= given.charCodeAt(at) ^ expected.charCodeAt(at % Math.max(1, expected.length));
  }
  return difference === 0 && expected.length > 0;
}
