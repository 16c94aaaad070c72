/** SQL that prints a timestamptz column to the microsecond in UTC; a JavaScript date would drop the last three digits. */
export function exactTime(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS ${column}`;
}
