/** A LIKE pattern for values that contain `part`, whatever characters it has. */
export function containing(part: string): string {
  return `%${literal(part)}%`;
}

/** A LIKE pattern for values that end in `part`. */
export function endingIn(part: string): string {
  return `%${literal(part)}`;
}

function literal(part: string): string {
  return part.replace(/[\\%_]/g, String.raw`\$&`);
}
