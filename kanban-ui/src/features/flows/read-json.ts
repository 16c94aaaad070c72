export type Json = Record<string, unknown>;

/** The JSON object in a file; null when it holds anything else. */
export async function readJson(file: Blob): Promise<Json | null> {
  try {
    const value: unknown = JSON.parse(await file.text());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
  } catch {
    return null;
  }
}
